import type { Runbook, Step } from '../../runbooks/index.js';
import { webAddress } from '../web-address.js';
import { copyable } from './copyable.js';
import { markup, type Markup } from './markup.js';

/** What a code means and what to do about it, and where the team has its own page about it. */
export function runbookPart(runbook: Runbook | null, url: string | null, isOpen: boolean): Markup | null {
  const link = url === null ? null : linkTo(url);
  if (runbook === null) return link;
  return markup`${link}<details${isOpen && markup` open`}><summary>What it means and what to do</summary>
<div class="runbook">
<p>${runbook.means} ${runbook.impact}</p>
<h4>Look at</h4>
<ol>${runbook.diagnose.map(step)}</ol>
<h4>Do</h4>
<ol>${runbook.do.map((action) => markup`<li>${action}</li>`)}</ol>
</div></details>`;
}

function step({ text, sql }: Step): Markup {
  if (sql === undefined) return markup`<li>${text}</li>`;
  return markup`<li>
    ${text}
    <details>
      <summary>The query</summary>
      ${copyable(sql, 'Query')}
    </details>
  </li>`;
}

/** Only addresses of the web become links; any other is shown as it stands. */
function linkTo(url: string): Markup {
  const address = webAddress(url);
  if (address === null) return markup`<p>Your runbook: <code><bdi>${url}</bdi></code></p>`;
  return markup`<p>Your runbook: <a href="${address}" rel="noreferrer noopener"><bdi>${url}</bdi></a></p>`;
}
