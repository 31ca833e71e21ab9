import type { Report } from '../../core/report.js';
import type { Row } from '../shown/row.js';
import { toldSignatures } from '../shown/signatures.js';

/** What the errors say, a row each; the status stands beside the first of its kind. */
export function signatureRows(report: Report): readonly Row[] {
  const told = toldSignatures(report);
  return told.map(({ status, text }, index) => ({
    label: told[index - 1]?.status === status ? '' : status,
    text,
    mostLines: 2,
  }));
}
