import type { Report } from '../core/report.js';
import { chartSection } from './html/chart.js';
import { countsSection } from './html/counts-table.js';
import { findingsSection } from './html/findings.js';
import { headSection, titleOf } from './html/head.js';
import { markup } from './html/markup.js';
import { numbersSection } from './html/numbers-table.js';
import { footer, originSection } from './html/origin.js';
import { pageOf } from './html/page.js';
import { signaturesSection } from './html/signatures.js';
import { tilesSection } from './html/tiles.js';

/** The report as one page for people. Without scripts it shows the same, with still pictures. */
export function htmlReport(report: Report): string {
  const main = markup`${headSection(report)} ${tilesSection(report)} ${chartSection(report)} ${signaturesSection(report)}
    ${findingsSection(report)} ${numbersSection(report)} ${countsSection(report)} ${originSection(report)}
    ${footer(report)}`;
  return pageOf(titleOf(report), main, report.version);
}
