import { formatDuration } from '../../core/time.js';
import { EXIT_CODE } from '../../exit-codes.js';
import type { Check } from '../check.js';

/** How late lines come in: the newest of the service, and of anybody. */
export const lag: Check = {
  name: 'lag',
  needs: ['service'],
  async ask(patient) {
    const { config, examiner, signal } = patient;
    const span = await patient.lastHour();
    const instances = await examiner.instances(span, signal);
    const { newestMs: ofAll } = await examiner.surroundings(span, signal);
    const nowMs = await patient.serverNowMs();
    const newestMs = Math.max(...instances.map((one) => one.newestMs));
    const [lagMs, lagOfAllMs] = [nowMs - newestMs, nowMs - (ofAll ?? nowMs)].map((ms) =>
      Math.max(0, Math.round(ms / 1000) * 1000),
    );
    const values = { lagSeconds: (lagMs ?? 0) / 1000, lagOfAllSeconds: (lagOfAllMs ?? 0) / 1000 };
    const says = `the newest line of ${config.service ?? ''} is ${formatDuration(lagMs ?? 0)} old, of any service ${formatDuration(lagOfAllMs ?? 0)}`;
    if ((lagMs ?? 0) <= config.maxLagMs) return { status: 'ok', says, values };
    const isPipeline = (lagOfAllMs ?? 0) > config.maxLagMs;
    return {
      status: 'failure',
      says: `${says}: more than ${config.placeOf('maxLag')} ${formatDuration(config.maxLagMs)}`,
      fix: isPipeline
        ? 'See what delays the pipeline: collector queues, batches, a slow ClickHouse; or give a longer --max-lag.'
        : `See whether ${config.service ?? 'the service'} still runs and logs; the pipeline delivers others in time.`,
      code: EXIT_CODE.inconclusive,
      values,
    };
  },
};
