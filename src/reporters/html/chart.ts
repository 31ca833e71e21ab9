import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { countText, evidenceText, numberText } from '../../core/wording.js';
import { type ChartData, chartDataOf } from './chart-data.js';
import { type EvidenceData, evidenceDataOf } from './evidence-data.js';
import { json, markup, type Markup } from './markup.js';
import { staticChart } from './static-chart.js';
import { staticEvidence } from './static-evidence.js';

/** Finer columns than these nobody can see, on a screen and on paper. */
const MOST_COLUMNS = 1500;
const MOST_STATIC_COLUMNS = 240;

/** The picture: errors over time with level, limit and release, and below it how sure the early rollback was. */
export function chartSection(report: Report): Markup {
  const data = chartDataOf(report, MOST_COLUMNS);
  const evidence = evidenceDataOf(report);
  const description = describe(report, data);
  return markup`<section aria-labelledby="chart-title">
    <h2 id="chart-title">Errors before and after the release</h2>
    <figure>
      <div class="chart" id="chart" tabindex="0" role="group" aria-label="Chart of the errors" data-label="Errors over time, bucket by bucket with the arrow keys">
        ${staticChart(chartDataOf(report, MOST_STATIC_COLUMNS), description)}
      </div>
      ${legend(data)}
      <figcaption>${description} Every count is in <a href="#counts">the table of counts</a>.</figcaption>
    </figure>
    ${evidence !== null && evidenceFigure(evidence, report)}
    <script type="application/json" id="chart-data">${json({ chart: data, evidence })}</script>
  </section>`;
}

/** The picture in words. */
function describe(report: Report, data: ChartData): string {
  const bucket = formatDuration(data.bucketSeconds * 1000);
  const { before, after } = report.analysis;
  const parts = [
    `Errors per ${bucket}: ${numberText(before.mean ?? 0)} on average before the release, ${numberText(after.mean ?? 0)} after it.`,
    data.limit === null ? '' : `The limit, sensitivity × usual, is ${numberText(data.limit)}.`,
    report.exposureRatio === 1
      ? ''
      : `Before is drawn × ${numberText(report.exposureRatio)}, as the canary's traffic would have seen it.`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const LEVEL_NAMES = {
  median: 'usual: the median before',
  floor: 'usual: the mean before',
  stable: 'usual: the stable instances',
} as const satisfies Record<ChartData['levelFrom'], string>;

function legend(data: ChartData): Markup {
  const bars = [...data.before, ...data.after];
  const bucket = formatDuration(data.bucketSeconds * 1000);
  const entry = (name: string, text: string) =>
    markup`<li><span class="key ${name}" aria-hidden="true"></span>${text}</li>`;
  return markup`<ul class="legend">
    ${entry('k-errors', `errors per ${bucket}`)}
    ${data.limit !== null && entry('k-limit', `limit ${numberText(data.limit)}: usual × sensitivity`)}
    ${data.level !== null && entry('k-level', `${LEVEL_NAMES[data.levelFrom]}, ${numberText(data.level)}`)}
    ${data.stable.length > 0 && entry('k-stable', "stable instances, at the canary's share")}
    ${bars.some(({ leftOut, errors }) => leftOut && (errors ?? 0) > 0) && entry('k-left-out', 'not judged: warm-up or an earlier incident')}
    ${bars.some(({ errors }) => errors === null) && entry('k-missing', 'no data')}
    ${data.beyond !== null && markup`<li><span aria-hidden="true">▲</span> goes on, up to ${numberText(data.beyond)}</li>`}
  </ul>`;
}

function evidenceFigure(evidence: EvidenceData, { analysis: { guard } }: Report): Markup {
  const last = guard?.looks.at(-1);
  const strongest = Math.max(...(guard?.looks ?? []).map(({ logEvidence }) => logEvidence));
  const looked = `${countText(guard?.looks.length ?? 0, 'look')}, every ${formatDuration((guard?.lookSeconds ?? 0) * 1000)}`;
  const outcome =
    evidence.firedAt === null
      ? strongest < Math.LN2
        ? 'There was never evidence of a rise.'
        : `It was never enough for an early rollback: at most ${evidenceText(strongest)}.`
      : `It was certain after ${formatDuration(evidence.firedAt * 1000)}, at ${evidenceText(last?.logEvidence ?? 0)}.`;
  const description = `${looked}. ${outcome}`;
  return markup`<figure>
    <h3>Evidence for an early rollback</h3>
    <div class="chart" id="evidence" tabindex="0" role="group" aria-label="Chart of the evidence" data-label="Evidence over time, look by look with the arrow keys">
      ${staticEvidence(evidence, description)}
    </div>
    <ul class="legend">
      <li><span class="key k-evidence" aria-hidden="true"></span>evidence for a rise, as odds</li>
      <li><span class="key k-limit" aria-hidden="true"></span>enough to roll back at once</li>
    </ul>
    <figcaption>${description}</figcaption>
  </figure>`;
}
