import { evaluate } from '../../../src/core/watch/evaluation.js';
import { FIRST_STATE, step, type WatchEvent, type WatchRules, type WatchState } from '../../../src/core/watch.js';
import { WATCH_DEFAULTS, WATCH_RULE } from '../../../src/core/watch/defaults.js';
import type { Series } from '../../../src/core/series.js';
import type { Chance } from '../decisions/chance.js';
import { BUCKET_SECONDS, drawErrors, ratesOf, STEP_SECONDS, type Model } from '../decisions/models.js';

const STEPS_A_BUCKET = BUCKET_SECONDS / STEP_SECONDS;
const { windowMs, beforeMs, bucketMs } = WATCH_DEFAULTS;
const AFTER = windowMs / bucketMs;
const BEFORE = beforeMs / bucketMs;
/** Buckets until the first look. */
export const LEAD_BUCKETS = AFTER + BEFORE;

const RULES: WatchRules = { ...WATCH_DEFAULTS, spanMs: windowMs + beforeMs, silence: [] };

/** Errors a bucket of a service; from `fromStep` on (in steps of 10 s) they are `times` as many. */
export function drawService(
  chance: Chance,
  model: Model,
  mean: number,
  buckets: number,
  rise?: { readonly times: number; readonly fromStep: number },
): readonly number[] {
  const rates = ratesOf(chance, model, buckets * STEPS_A_BUCKET, mean);
  const usual = mean / STEPS_A_BUCKET;
  const errors = Array.from({ length: buckets }, () => 0);
  for (const [at, rate] of rates.entries()) {
    const times = rise !== undefined && at >= rise.fromStep ? rise.times : 1;
    const bucket = Math.floor(at / STEPS_A_BUCKET);
    errors[bucket] = (errors[bucket] ?? 0) + drawErrors(chance, model, usual * rate * times);
  }
  return errors;
}

/** What changed, by the bucket at whose end it did, with a look at the end of every bucket. */
export function watchService(
  errors: readonly number[],
): readonly { readonly bucket: number; readonly event: WatchEvent }[] {
  const changes: { bucket: number; event: WatchEvent }[] = [];
  let state: WatchState = FIRST_STATE;
  for (let end = LEAD_BUCKETS; end <= errors.length; end += 1) {
    const toMs = end * bucketMs;
    const pair = {
      bucketSeconds: bucketMs / 1000,
      exposureRatio: 1,
      before: state.frozen ?? seriesOf(errors.slice(end - LEAD_BUCKETS, end - AFTER)),
      after: seriesOf(errors.slice(end - AFTER, end)),
    };
    const next = step(state, evaluate(pair, WATCH_RULE, { atMs: toMs, toMs }), RULES);
    for (const event of next.events) changes.push({ bucket: end, event });
    state = next.state;
  }
  return changes;
}

function seriesOf(errors: readonly number[]): Series {
  return { errors, lines: errors.map(() => null) };
}
