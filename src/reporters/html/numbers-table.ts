import type { Report } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { countText, numberText, percentText } from '../../core/wording.js';
import { earlyEndOf } from '../shown/early-end.js';
import { factRows } from '../shown/facts.js';
import { leftOutRow } from '../shown/left-out.js';
import { caughtRows } from '../shown/caught.js';
import { markup, type Markup } from './markup.js';

/** What the rows mean to someone who has never seen the tool. */
const MEANINGS: Readonly<Record<string, string>> = {
  counted: 'which log lines count as errors, and where they were counted',
  release: 'when the canary took traffic',
  before: 'the window that tells what is usual',
  after: 'the window that is judged',
  stable: 'the instances that still run the old version, in the same minutes',
  level: 'errors per bucket that are usual for the canary',
  limit: 'the most errors that the judged buckets may hold',
  evidence: 'whether the rise is more than chance',
  'left out': 'in the windows, and not judged',
  'would catch': 'the smallest rise that would have been rolled back',
};

interface NumberRow {
  readonly label: string;
  readonly text: string;
  readonly meaning?: string;
}

/** Every number of the decision, the way from the counts to the limit first. */
export function numbersSection(report: Report): Markup {
  const rows: readonly NumberRow[] = [
    ...factRows(report),
    leftOutRow(report),
    ...caughtRows(report),
    ...figureRows(report),
  ];
  return markup`<section aria-labelledby="numbers-title">
    <h2 id="numbers-title">How it was decided</h2>
    <table class="numbers">
      <caption class="read-aloud-only">
        The numbers of the decision
      </caption>
      <thead>
        <tr>
          <th scope="col">number</th>
          <th scope="col">value</th>
          <th scope="col">what it is</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ label, text, meaning }) =>
            markup`<tr>
              <th scope="row">${label}</th>
              <td><bdi>${text}</bdi></td>
              <td class="faint">${meaning ?? MEANINGS[label] ?? ''}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

/** What the sentences of the first rows leave out. */
function figureRows(report: Report): readonly NumberRow[] {
  const { analysis, rule, exposureRatio, bucketSeconds } = report;
  const { before, after, traffic, trend } = analysis;
  const bucket = formatDuration(bucketSeconds * 1000);
  const known = (value: number | null) => (value === null ? 'not known' : numberText(value));
  return [
    {
      label: 'coverage',
      text: `before ${shareOf(before.covered, before.buckets)}, after ${shareOf(after.covered, after.judged)}`,
      meaning: 'buckets with data; a bucket without is never counted as zero',
    },
    {
      label: 'per bucket',
      text: `before ${known(before.mean)} (median ${known(before.median)}), after ${known(after.mean)}, at most ${numberText(after.largest)}`,
      meaning: `errors per ${bucket}`,
    },
    ...(after.cappedErrors === after.errors || earlyEndOf(report)?.decided === true
      ? []
      : [
          {
            label: 'capped',
            text: countText(after.cappedErrors, 'error'),
            meaning: 'errors after the release, a single burst held to what is plausible',
          },
        ]),
    {
      label: 'burstiness',
      text: `before ${numberText(before.dispersion)}, after ${numberText(after.dispersion)}`,
      meaning: '1 is chance alone; more says that errors come in clumps, and asks for more evidence',
    },
    ...(traffic.before === null && traffic.after === null
      ? []
      : [
          {
            label: 'traffic',
            text: `${known(traffic.before)} lines per ${bucket} before, ${known(traffic.after)} after`,
            meaning: 'log lines of any level: whether the canary did its usual work',
          },
        ]),
    {
      label: 'exposure',
      text: `× ${numberText(exposureRatio)}`,
      meaning: 'traffic after the release over traffic before it; 1 for the same instances',
    },
    ...(trend === null
      ? []
      : [
          {
            label: 'trend',
            text: `${countText(trend.endErrors, 'error')} in the last ${countText(trend.endBuckets, 'bucket')}, ${numberText(trend.earlierErrors)} in those before`,
            meaning: 'whether errors are still rising at the end of the window',
          },
        ]),
    {
      label: 'rule',
      text: `sensitivity ${numberText(rule.sensitivity)}, warm-up ${formatDuration(rule.warmUpSeconds * 1000)}, early rollback ${rule.early}${rule.plain ? ', plain' : ''}`,
      meaning: 'what the verdict depends on besides the counts',
    },
  ];
}

function shareOf(part: number, whole: number): string {
  const share = whole === 0 ? '' : ` (${percentText(part / whole)})`;
  return `${numberText(part)} of ${countText(whole, 'bucket')}${share}`;
}
