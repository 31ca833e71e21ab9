import type { SourceFailure } from '../../core/ending.js';
import { EXIT_CODE } from '../../exit-codes.js';
import { runbookFor } from '../../runbooks/index.js';
import { version } from '../../version.js';
import { adviceWithoutVerdict } from '../advice.js';
import { runbookUrlOf } from '../web-address.js';
import { failureIcon } from './icons.js';
import { markup } from './markup.js';
import { pageOf } from './page.js';
import { runbookPart } from './runbook.js';

/** The page of a run whose source failed: that there is no verdict, why, and what to do about it. */
export function failurePage(failure: SourceFailure): string {
  const { service, exitCode, code, message, hint } = failure;
  const runbook = runbookFor(code);
  const isMapped = exitCode === EXIT_CODE.pass || exitCode === EXIT_CODE.rollback;
  const main = markup`<header class="verdict failed">
      <div class="verdict-line">
        ${failureIcon()}
        <h1>no verdict</h1>
        <p class="who"><bdi>${service ?? ''}</bdi></p>
      </div>
      <p class="advice">${adviceWithoutVerdict(exitCode)}</p>
      <p class="sentence">${message}</p>
      <p class="meta">exit code ${exitCode}${isMapped ? ', mapped by --if-error' : ''}</p>
    </header>
    <section aria-labelledby="failure-title">
      <h2 id="failure-title">What failed, and what to do</h2>
      <ul class="cards">
        <li class="card finding unknown">
          <h3>${failureIcon()}<span>${runbook?.title ?? code}</span></h3>
          <p>${hint}</p>
          <p class="faint"><code>${code}</code></p>
          ${runbookPart(runbook, runbookUrlOf(failure, code), true)}
        </li>
      </ul>
    </section>
    <footer>canary-verdict ${version}</footer>`;
  return pageOf(`NO VERDICT: ${service ?? 'the source failed'}`, main);
}
