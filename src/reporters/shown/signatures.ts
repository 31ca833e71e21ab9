import type { Report, ReportSignature } from '../../core/report.js';
import { countText, numberText } from '../../core/wording.js';
import { timeBeside } from '../clock.js';

/** More than five say no more. */
const MOST_TOLD = 5;

/** One error in a sentence. */
interface ToldSignature {
  readonly status: ReportSignature['status'];
  readonly text: string;
}

/** What the errors say: new ones first, then those that surged, then the most frequent. */
export function toldSignatures(report: Report): readonly ToldSignature[] {
  return (report.signatures ?? [])
    .filter(({ status }) => status !== 'gone')
    .slice(0, MOST_TOLD)
    .map((signature) => ({ status: signature.status, text: textOf(signature, report) }));
}

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
