import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { numberText } from '../../core/wording.js';
import { type Bar, type ChartData, chartDataOf } from './chart-data.js';
import { type EvidenceData, evidenceDataOf, oddsOf } from './evidence-data.js';
import { instantText } from './instants.js';
import { markup, type Markup } from './markup.js';

/** A longer table is joined to means: the JSON report has every bucket. */
const MOST_ROWS = 400;

/** What the pictures show, as tables: for screen readers, and for whoever wants the numbers. */
export function countsSection(report: Report): Markup {
  const data = chartDataOf(report, MOST_ROWS);
  const evidence = evidenceDataOf(report);
  return markup`<section aria-labelledby="counts-title" id="counts">
    <h2 id="counts-title">The counts</h2>
    <details>
      <summary>Errors per ${formatDuration(data.bucketSeconds * 1000)}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="Errors, a table">${countsTable(data)}</div>
    </details>
    ${
      evidence !== null &&
      markup`<details>
        <summary>Evidence, look by look</summary>
        <div class="scroll" tabindex="0" role="region" aria-label="Evidence, a table">${evidenceTable(evidence)}</div>
      </details>`
    }
  </section>`;
}

function countsTable(data: ChartData): Markup {
  const stable = new Map(data.stable.map((bar) => [bar.from, bar.errors]));
  const hasStable = data.stable.length > 0;
  const row = (bar: Bar, window: 'before' | 'after') =>
    markup`<tr>
      <th scope="row">${instantText(bar.from, data.hasClock)} – ${instantText(bar.to, data.hasClock)}</th>
      <td>${window}</td>
      <td class="number">${countOf(bar.errors)}</td>
      ${hasStable && markup`<td class="number">${window === 'after' ? countOf(stable.get(bar.from) ?? null) : ''}</td>`}
      <td>${remark(bar, data)}</td>
    </tr>`;
  return markup`<table class="counts">
    <caption class="read-aloud-only">
      Errors before and after the release
    </caption>
    <thead>
      <tr>
        <th scope="col">${data.hasClock ? 'time (UTC)' : 'time from the release'}</th>
        <th scope="col">window</th>
        <th scope="col" class="number">errors</th>
        ${hasStable && markup`<th scope="col" class="number">stable</th>`}
        <th scope="col">remark</th>
      </tr>
    </thead>
    <tbody>
      ${data.before.map((bar) => row(bar, 'before'))}${data.after.map((bar) => row(bar, 'after'))}
    </tbody>
  </table>`;
}

function countOf(errors: number | null): string {
  return errors === null ? 'no data' : numberText(errors);
}

function remark({ errors, leftOut }: Bar, { limit }: ChartData): string {
  if (errors === null) return '';
  if (leftOut) return 'not judged';
  return limit !== null && errors > limit ? 'over the limit' : '';
}

function evidenceTable({ looks }: EvidenceData): Markup {
  return markup`<table class="counts">
    <caption class="read-aloud-only">
      Evidence for an early rollback
    </caption>
    <thead>
      <tr>
        <th scope="col">after the release</th>
        <th scope="col" class="number">evidence</th>
        <th scope="col" class="number">enough</th>
      </tr>
    </thead>
    <tbody>
      ${looks.map(
        ({ seconds, odds, enough }) =>
          markup`<tr>
            <th scope="row">${formatDuration(seconds * 1000)}</th>
            <td class="number">${oddsOf(odds)}</td>
            <td class="number">${oddsOf(enough)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
