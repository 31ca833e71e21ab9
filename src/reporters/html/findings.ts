import type { Report } from '../../core/report.js';
import type { FindingOutcome, ReportedFinding } from '../../core/verdict.js';
import { countText } from '../../core/wording.js';
import { runbookFor } from '../../runbooks/index.js';
import { runbookUrlOf } from '../web-address.js';
import { outcomeIcon } from './icons.js';
import { markup, type Markup } from './markup.js';
import { runbookPart } from './runbook.js';

/** What each outcome does to the verdict; in the order in which they are told. */
const EFFECTS = {
  fail: 'asks for a rollback',
  unknown: 'withholds a pass',
  pass: 'in favour of the release',
  note: 'for information',
} as const satisfies Record<FindingOutcome, string>;

const ORDER: readonly string[] = Object.keys(EFFECTS);

/** A hundred findings are no help; the JSON report has them all. */
const MOST_FINDINGS = 30;

/** All that the judges found, what decided first, each with its runbook. */
export function findingsSection(report: Report): Markup {
  const findings = [...report.findings].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const rest = findings.length - MOST_FINDINGS;
  return markup`<section aria-labelledby="findings-title">
    <h2 id="findings-title">What was found, and what to do</h2>
    <ul class="cards">
      ${findings.slice(0, MOST_FINDINGS).map((finding, index) => card(finding, report, index === 0))}
    </ul>
    ${rest > 0 && markup`<p class="faint">${countText(rest, 'further finding')}: see the JSON report.</p>`}
  </section>`;
}

function card({ code, outcome, because }: ReportedFinding, report: Report, isFirst: boolean): Markup {
  const runbook = runbookFor(code);
  return markup`<li class="card finding ${outcome}">
    <h3>${outcomeIcon(outcome)}<span>${runbook?.title ?? code}</span></h3>
    <p>${because}</p>
    <p class="faint">${EFFECTS[outcome]} · <code>${code}</code></p>
    ${runbookPart(runbook, runbookUrlOf(report, code), isFirst && outcome !== 'pass')}
  </li>`;
}
