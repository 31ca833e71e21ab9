import type { Report, ReportSignature } from '../../core/report.js';
import { countText, numberText } from '../../core/wording.js';
import { dateOf, timeOfDay } from '../clock.js';
import { windowLengths } from '../window-lengths.js';
import { block, markup, type Markup } from './markup.js';

const SHOWN = 5;
const MOST_MORE = 45;

/** As much of a line as a stack trace takes to reach the program's own code. */
const LONGEST_SAMPLE = 4000;

/** What each status says, for someone who has never seen the tool. */
const MEANINGS = {
  new: 'never seen before the release',
  surged: 'more often than before',
  known: 'as before',
  gone: 'not seen since the release',
} as const satisfies Record<ReportSignature['status'], string>;

/** What the errors say, the telling ones first; nothing where message bodies were not looked at. */
export function signaturesSection(report: Report): Markup | null {
  const { signatures } = report;
  if (signatures === undefined) return null;
  const title = markup`<h2 id="signatures-title">What the errors say</h2>`;
  if (signatures.length === 0)
    return markup`<section aria-labelledby="signatures-title">
      ${title}
      <p>There were no error lines to read.</p>
    </section>`;
  const more = signatures.slice(SHOWN, SHOWN + MOST_MORE);
  const rest = signatures.length - SHOWN - more.length;
  return markup`<section aria-labelledby="signatures-title">
    ${title}
    <ol class="cards">
      ${signatures.slice(0, SHOWN).map((signature) => card(signature, report))}
    </ol>
    ${
      more.length > 0 &&
      markup`<details>
        <summary>${countText(more.length, 'more message')}</summary>
        <ol class="cards">
          ${more.map((signature) => card(signature, report))}
        </ol>
      </details>`
    }
    ${rest > 0 && markup`<p class="faint">${countText(rest, 'further message')}: see the JSON report.</p>`}
  </section>`;
}

function card(signature: ReportSignature, report: Report): Markup {
  const lengths = windowLengths(report);
  const { status, template, exception, before, after, sample, isAllowed } = signature;
  return markup`<li class="card">
    <p class="card-head">
      <span class="badge ${status}">${status}</span> <strong>${numberText(before)} in ${lengths.before} → ${numberText(after)} in ${lengths.after}</strong>
      <span class="faint">${MEANINGS[status]}${isAllowed && '; allowed by the configuration'}</span>
    </p>
    <p class="message">
      ${exception !== null && markup`<code class="exception"><bdi>${exception}</bdi></code>`}
      <code><bdi>${template}</bdi></code>
    </p>
    ${facts(signature)}
    ${
      sample !== null &&
      markup`<details>
        <summary>A sample line</summary>
        <pre tabindex="0" role="group" aria-label="Sample line"><code>${block(sample, LONGEST_SAMPLE)}</code></pre>
      </details>`
    }
  </li>`;
}

function facts({ lookBack, firstSeen, instances }: ReportSignature): Markup | null {
  const parts = [
    firstSeen === null
      ? null
      : markup`first seen <time datetime="${firstSeen}">${dateOf(firstSeen)} ${timeOfDay(firstSeen)} UTC</time>`,
    lookBack === null ? null : markup`${countText(lookBack, 'line')} in the look-back`,
    instances.length === 0
      ? null
      : markup`on ${instances.map((name, index) => markup`${index > 0 && markup`, `}<code><bdi>${name}</bdi></code>`)}`,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return markup`<p class="faint">${parts.map((part, index) => markup`${index > 0 && markup` · `}${part}`)}</p>`;
}
