import type { Analysis } from '../analysis.js';
import { judgeSeries } from '../judgement.js';
import type { Rule } from '../rule.js';
import type { Series, SeriesPair } from '../series.js';
import { formatDuration } from '../time.js';
import type { Reason } from '../verdict.js';
import { countText, numberText } from '../wording.js';

/** Why nothing could be judged: no data of the service, data that have not come in, or a source that does not answer. */
export type Blindness = 'no-data' | 'late-data' | 'source-failed';

/** What one look at the last minutes says. JSON-safe. */
export type Evaluation = Judged | Blind;

export interface Judged {
  readonly kind: 'judged';
  /** The server's time of the look, in epoch milliseconds. */
  readonly atMs: number;
  /** End of the judged window: two looks at the same data are one. */
  readonly toMs: number;
  /** `over` by the judges' evidence, `quiet` at or below the limit, `unsure` where it is neither. */
  readonly level: 'over' | 'quiet' | 'unsure';
  readonly errors: number;
  readonly limit: number;
  /** Usual errors a bucket. */
  readonly usual: number;
  /** What the window was compared with. */
  readonly before: Series;
  readonly reason: Reason;
}

export interface Blind {
  readonly kind: 'blind';
  readonly atMs: number;
  readonly cause: Blindness;
  readonly reason: Reason;
}

/** Doubts about the errors themselves: the data are all there. */
const DOUBTS: ReadonlySet<string> = new Set(['too-few-errors', 'single-burst']);

/** Judges the last minutes as the minutes after a release are judged, by the same judges. */
export function evaluate(pair: SeriesPair, rule: Rule, { atMs, toMs }: Pick<Judged, 'atMs' | 'toMs'>): Evaluation {
  const { verdict, reasons, analysis } = judgeSeries(pair, rule);
  const { limit, level, after } = analysis;
  const missing = verdict === 'inconclusive' ? reasons.find(({ code }) => !DOUBTS.has(code)) : undefined;
  if (missing !== undefined || limit === null || level === null) {
    const code = missing?.code ?? reasons[0]?.code ?? 'nothing-judged';
    return { kind: 'blind', atMs, cause: 'no-data', reason: { code, message: blindText(code, analysis) } };
  }
  const isQuiet = verdict === 'pass' && after.errors <= limit;
  return {
    kind: 'judged',
    atMs,
    toMs,
    level: verdict === 'rollback' ? 'over' : isQuiet ? 'quiet' : 'unsure',
    errors: after.errors,
    limit,
    usual: level,
    before: pair.before,
    reason: { code: reasons[0]?.code ?? 'nothing-judged', message: judgedText(analysis, limit, level) },
  };
}

function judgedText({ rule, after, bucketSeconds }: Analysis, limit: number, level: number): string {
  const span = formatDuration(after.judged * bucketSeconds * 1000);
  const usual = `${numberText(rule.sensitivity)} × the usual ${numberText(level)} in ${formatDuration(bucketSeconds * 1000)}`;
  return `${countText(after.errors, 'error')} in the last ${span}; the limit is ${numberText(limit)} (${usual}).`;
}

function blindText(code: string, { before, after, traffic }: Analysis): string {
  switch (code) {
    case 'no-baseline':
    case 'before-not-covered':
      return `Only ${numberText(before.covered)} of the ${countText(before.buckets, 'bucket')} to compare with have data, too few to say what is usual.`;
    case 'baseline-incident':
      return 'Most of the time to compare with was an incident, so nothing says what is usual.';
    case 'lines-collapsed':
      return `${numberText(traffic.after ?? 0)} lines a bucket where ${numberText(traffic.usual ?? 0)} are usual: hardly anything is tried, so few errors say nothing.`;
    default:
      return `${numberText(after.judged - after.covered)} of the last ${countText(after.judged, 'bucket')} have no data, and errors may hide there.`;
  }
}
