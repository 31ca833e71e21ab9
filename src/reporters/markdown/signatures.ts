import type { Report, ReportSignature } from '../../core/report.js';
import { countText, numberText } from '../../core/wording.js';
import { windowLengths } from '../window-lengths.js';
import { code } from './inert.js';

const SHOWN = 5;

/** What the errors say, the telling ones first. */
export function signatureLines(report: Report): readonly string[] {
  const { signatures } = report;
  if (signatures === undefined || signatures.length === 0) return [];
  const rest = signatures.length - SHOWN;
  return [
    '### What the errors say',
    '',
    ...signatures.slice(0, SHOWN).flatMap((signature) => item(signature, report)),
    ...(rest > 0 ? ['', `${countText(rest, 'more message')} in the other reports.`] : []),
    '',
  ];
}

function item(signature: ReportSignature, report: Report): string[] {
  const { status, template, exception, before, after, instances, sample, isAllowed } = signature;
  const lengths = windowLengths(report);
  const counts = `${numberText(before)} in ${lengths.before} → ${numberText(after)} in ${lengths.after}`;
  const allowed = isAllowed ? ' (allowed)' : '';
  const where = instances.length === 0 ? '' : `, on ${instances.slice(0, 3).map(code).join(' ')}`;
  return [
    `- **${status}** ${counts}${allowed}${where}: ${exception === null ? '' : `${code(exception)} `}${code(template)}`,
    ...(sample === null ? [] : [`  - sample: ${code(sample)}`]),
  ];
}
