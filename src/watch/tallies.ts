import type { Evaluation } from '../core/watch/evaluation.js';
import type { WatchState } from '../core/watch.js';
import { formatInstant } from '../core/time.js';
import type { Reading } from '../health/metrics.js';
import type { Health } from '../health/serve.js';

/** What /metrics and /healthz tell of: the last look, and sums of a few numbers. */
export interface Tallies {
  looks: number;
  blindLooks: number;
  alarms: number;
  /** By the monotonic clock, in milliseconds; null before the first. */
  lookedAtMs: number | null;
  evaluation: Evaluation | null;
  state: WatchState;
}

/** So many looks may be missed before a probe is told that nobody looks. */
const MISSED_LOOKS = 5;

/** Healthy while looks are taken: what they find, and whether the source answers, no restart of this process would change. */
export function healthOf(tallies: Tallies, everyMs: number, timeoutMs: number, monotonicMs: number): Health {
  const { evaluation, state, lookedAtMs } = tallies;
  const isHealthy = lookedAtMs === null || monotonicMs - lookedAtMs <= MISSED_LOOKS * everyMs + timeoutMs;
  return {
    isHealthy,
    status: isHealthy ? (state.isAlarmed ? 'alarmed' : state.view) : 'stuck',
    facts: {
      isAlarmed: state.isAlarmed,
      since: state.alarmedAtMs === null ? null : formatInstant(state.alarmedAtMs),
      view: state.view,
      lastLook: evaluation && { at: formatInstant(evaluation.atMs), ...evaluation.reason },
    },
  };
}

export function readingsOf(tallies: Tallies): readonly Reading[] {
  const judged = () => (tallies.evaluation?.kind === 'judged' ? tallies.evaluation : null);
  return [
    { name: 'looks_total', help: 'Looks at the last minutes.', type: 'counter', read: () => tallies.looks },
    {
      name: 'blind_looks_total',
      help: 'Looks that could not judge.',
      type: 'counter',
      read: () => tallies.blindLooks,
    },
    { name: 'alarms_total', help: 'Alarms since the start.', type: 'counter', read: () => tallies.alarms },
    {
      name: 'alarmed',
      help: 'Whether an alarm lasts.',
      type: 'gauge',
      read: () => Number(tallies.state.isAlarmed),
    },
    {
      name: 'blind',
      help: 'Whether looks cannot judge.',
      type: 'gauge',
      read: () => Number(tallies.state.view !== 'seeing'),
    },
    { name: 'errors', help: 'Errors in the window.', type: 'gauge', read: () => judged()?.errors ?? null },
    { name: 'limit', help: 'The most errors it may hold.', type: 'gauge', read: () => judged()?.limit ?? null },
  ];
}
