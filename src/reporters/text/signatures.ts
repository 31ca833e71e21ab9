import type { Report, ReportSignature } from '../../core/report.js';
import { countText, numberText } from '../../core/wording.js';
import { timeBeside } from '../clock.js';
import type { Row } from '../shown/row.js';

/** More than five say no more. */
const MOST_ROWS = 5;

/** What the errors say, a row each: new ones first, then those that surged, then the most frequent. */
export function signatureRows(report: Report): readonly Row[] {
  const told = (report.signatures ?? []).filter(({ status }) => status !== 'gone').slice(0, MOST_ROWS);
  return told.map((signature, index) => ({
    label: told[index - 1]?.status === signature.status ? '' : LABELS[signature.status],
    text: textOf(signature, report),
    mostLines: 2,
  }));
}

const LABELS = {
  new: 'new',
  surged: 'surged',
  known: 'known',
  gone: 'gone',
} as const satisfies Record<ReportSignature['status'], string>;

function textOf(signature: ReportSignature, report: Report): string {
  const { exception, template, before, after, status, isAllowed } = signature;
  const counts =
    status === 'new' ? countText(after, 'line') : `${countText(after, 'line')}, ${numberText(before)} before`;
  const allowed = isAllowed ? ', allowed' : '';
  const name = exception === null || template.includes(exception) ? template : `${exception}: ${template}`;
  return `${counts}${sinceText(signature, report)}${allowed}: ${name}`;
}

function sinceText({ status, firstSeen, instances }: ReportSignature, { release }: Report): string {
  if (status !== 'new') return '';
  const since =
    firstSeen === null || release.at === null
      ? ''
      : ` since ${timeBeside(firstSeen.replace(/\.\d+Z$/, 'Z'), release.at)}`;
  return `${since}${instances.length === 0 ? '' : ` on ${instances.join(', ')}`}`;
}
