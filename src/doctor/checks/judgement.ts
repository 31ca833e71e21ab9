import { EXIT_CODE } from '../../exit-codes.js';
import { createProgress } from '../../progress.js';
import { runJudge } from '../../run.js';
import type { Check } from '../check.js';

/** A judgement as if the release had been so long ago that its window is just over. */
export const judgement: Check = {
  name: 'judgement',
  needs: ['service', 'levels', 'lag', 'instances'],
  async ask(patient) {
    const { config, world, signal } = patient;
    const releasedMs = Math.floor(((await patient.serverNowMs()) - config.waitMs - config.maxLagMs) / 1000) * 1000;
    const progress = createProgress(world.stderr, true);
    const report = await runJudge({ ...config, release: { kind: 'at', ms: releasedMs } }, world, progress, signal);
    const reasons = report.reasons.map(({ code }) => code);
    const says = `as if released at ${report.release.at ?? ''}: ${report.verdict} (${reasons.join(', ')})`;
    const values = { verdict: report.verdict, reasons, query: report.query };
    if (report.verdict !== 'inconclusive') return { status: 'ok', says, values };
    return {
      status: 'failure',
      says,
      fix: `See: canary-verdict explain ${reasons.join(' ')}`,
      code: report.exitCode === EXIT_CODE.pass ? EXIT_CODE.inconclusive : report.exitCode,
      values,
    };
  },
};
