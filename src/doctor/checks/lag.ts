import { formatDuration } from '../../core/time.js';
import { SourceError } from '../../errors.js';
import { EXIT_CODE } from '../../exit-codes.js';
import type { Check } from '../check.js';

/** How late lines come in: the newest of the service, and of anybody. */
export const lag: Check = {
  name: 'lag',
  needs: ['service'],
  async ask(patient) {
    const { config } = patient;
    const [instances, surroundings] = [await patient.instances(), await patient.surroundings()];
    const nowMs = await patient.serverNowMs();
    const newestOfAllMs = surroundings instanceof SourceError ? null : surroundings.newestMs;
    const lagMs = wholeSeconds(nowMs - Math.max(...instances.map(({ newestMs }) => newestMs)));
    const lagOfAllMs = newestOfAllMs === null ? null : wholeSeconds(nowMs - newestOfAllMs);
    const values = { lagSeconds: lagMs / 1000, lagOfAllSeconds: lagOfAllMs === null ? null : lagOfAllMs / 1000 };
    const ofAll = lagOfAllMs === null ? '' : `, of any service ${formatDuration(lagOfAllMs)}`;
    const says = `the newest line of ${config.service ?? ''} is ${formatDuration(lagMs)} old${ofAll}`;
    if (lagMs <= config.maxLagMs) return { status: 'ok', says, values };
    const isPipeline = lagOfAllMs === null || lagOfAllMs > config.maxLagMs;
    return {
      status: 'failure',
      says: `${says}: more than --max-lag ${formatDuration(config.maxLagMs)}`,
      fix: isPipeline
        ? 'See what delays the pipeline: collector queues, batches, a slow ClickHouse; or give a longer --max-lag.'
        : `See whether ${config.service ?? 'the service'} still runs and logs; the pipeline delivers others in time.`,
      code: EXIT_CODE.inconclusive,
      values,
    };
  },
};

/** Clocks that differ by a little make no line younger than now. */
function wholeSeconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1000) * 1000);
}
