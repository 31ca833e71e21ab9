import type { Report } from '../core/report.js';
import type { FindingOutcome, ReportedFinding, Verdict } from '../core/verdict.js';
import { countText } from '../core/wording.js';
import { runbookFor } from '../runbooks/index.js';
import { ADVICE } from './advice.js';
import { dateOf, timeOfDay } from './clock.js';
import { keyNumbers } from './key-numbers.js';
import { code, prose } from './markdown/inert.js';
import { originLines } from './markdown/origin.js';
import { signatureLines } from './markdown/signatures.js';
import { chartLines } from './text/chart.js';
import { penOf } from './text/pen.js';
import { runbookUrlOf, webAddress } from './web-address.js';

const VERDICT_ICONS = { pass: '✅', rollback: '⛔', inconclusive: '⚠️' } as const satisfies Record<Verdict, string>;

const FINDING_ICONS = { fail: '❌', unknown: '❔', pass: '✔️', note: 'ℹ️' } as const satisfies Record<
  FindingOutcome,
  string
>;

const ORDER: readonly string[] = Object.keys(FINDING_ICONS);

/** Of more findings than these nobody reads the last; the JSON report has them all. */
const MOST_FINDINGS = 12;

/** So wide that it fits the comments and summaries of the usual code hosts. */
const CHART_COLUMNS = 80;

/**
 * The report for pull requests, chats and step summaries, in GitHub's Markdown. Whatever comes from logs is code, so that it can
 * neither format, nor mention, nor link; and all of it is cut, so that the whole stays far below what the hosts take.
 */
export function markdownReport(report: Report): string {
  const lines = [
    ...headLines(report),
    ...numberLines(report),
    '```text',
    ...chartLines(report, penOf({ colorLevel: 0, unicode: true, columns: CHART_COLUMNS })).map((line) =>
      line.trimEnd(),
    ),
    '```',
    '',
    ...findingLines(report),
    ...signatureLines(report),
    ...originLines(report),
    `canary-verdict ${report.version}, exit code ${report.exitCode}`,
  ];
  return `${lines.join('\n')}\n`;
}

function headLines({ verdict, service, release, reasons }: Report): readonly string[] {
  const whose = service === null ? 'a recorded series' : code(service);
  const when = release.at === null ? '' : `, released ${dateOf(release.at)} ${timeOfDay(release.at)} UTC`;
  return [
    `## ${VERDICT_ICONS[verdict]} ${verdict.toUpperCase()}: ${whose}${when}`,
    '',
    `**${ADVICE[verdict]}**`,
    '',
    prose(reasons[0]?.message ?? ''),
    '',
  ];
}

/** Our own words and numbers alone: nothing of the logs stands in a table. */
function numberLines(report: Report): readonly string[] {
  const numbers = keyNumbers(report);
  if (numbers.length === 0) return [];
  return [
    '| number | value | |',
    '| --- | ---: | --- |',
    ...numbers.map(({ name, value, note }) => `| ${name} | **${value}** | ${note} |`),
    '',
  ];
}

function findingLines(report: Report): readonly string[] {
  const sorted = [...report.findings].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const rest = sorted.length - MOST_FINDINGS;
  return [
    '### Findings',
    '',
    ...sorted.slice(0, MOST_FINDINGS).map((finding) => findingLine(finding, report)),
    ...(rest > 0 ? ['', `${countText(rest, 'more finding')} in the other reports.`] : []),
    '',
  ];
}

function findingLine({ code: name, outcome, because }: ReportedFinding, report: Report): string {
  const title = runbookFor(name)?.title;
  const address = webAddress(runbookUrlOf(report, name) ?? '');
  const told = title === undefined ? code(name) : `**${title}** (${code(name)})`;
  return `- ${FINDING_ICONS[outcome]} ${told}: ${prose(because)}${address === null ? '' : ` [Runbook](<${address}>)`}`;
}
