import type { FindingCode } from '../core/finding-codes.js';
import { withFindings } from '../core/judgement.js';
import { judgeSignatures } from '../core/judges/signatures.js';
import { compareSignatures } from '../core/signatures/compare.js';
import { lengthMs } from '../core/window.js';
import type { LiveOutcome } from './outcome.js';
import { readSignatures } from './read-signatures.js';
import type { Run } from './run.js';

/** Where hardly anything was heard right before the release, what is heard after it may be old. */
const UNKNOWN_PAST: readonly string[] = [
  'pipeline-down',
  'service-never-seen',
  'before-not-covered',
] satisfies FindingCode[];

/** More are not told. */
const MOST_TOLD = 20;

/**
 * The outcome with what the errors say. What cannot be read is told and changes no verdict; an early rollback stands already, so that
 * texts only explain it.
 */
export async function withSignatures(run: Run, outcome: LiveOutcome): Promise<LiveOutcome> {
  const { config, rule } = run;
  const { judgement, pair, windows } = outcome;
  if (config.signatures === 'off' || windows.after.toMs <= windows.after.fromMs) return outcome;
  if ([...pair.before.errors, ...pair.after.errors].every((count) => count === null || count === 0))
    return { ...outcome, signatures: [] };
  const { reading, notes } = await readSignatures(run, outcome);
  if (reading === null) return { ...outcome, judgement: withFindings(judgement, notes) };
  const { analysis } = judgement;
  const compared = compareSignatures(reading, {
    exposure: (pair.exposureRatio * lengthMs(windows.after)) / lengthMs(windows.before),
    sensitivity: rule.sensitivity,
    allow: config.allow,
  });
  const isSettled = rule.plain || (analysis.guard?.firedAtSeconds ?? null) !== null;
  const isPastKnown = !judgement.findings.some(({ code }) => UNKNOWN_PAST.includes(code));
  const newness = { judgedBuckets: analysis.after.judged, bucketSeconds: pair.bucketSeconds, budget: rule.budget };
  const mode = isPastKnown && !isSettled ? config.signatures : 'explain';
  const findings = judgeSignatures(compared, reading, newness, mode);
  return {
    ...outcome,
    judgement: withFindings(judgement, [...findings, ...notes]),
    signatures: compared.slice(0, MOST_TOLD).map(({ signature }) => signature),
  };
}
