import type { BaselineFigures } from './baseline.js';
import { isEnoughErrors } from './evidence.js';
import { limitOf } from './level.js';
import type { Rule } from './rule.js';
import type { SeriesPair } from './series.js';
import {
  addToControl,
  addToPast,
  countsAgainstControl,
  countsAgainstPast,
  NOTHING_AGAINST_CONTROL,
  NOTHING_AGAINST_PAST,
} from './guard-counts.js';
import { looksOf } from './looks.js';
import { cappedOf } from './statistics/cap.js';
import { guardLogEvidence } from './statistics/guard-evidence.js';
import { warmUpBuckets } from './warm-up.js';

/** The guard rolls back when a real rise explains the errors so far this many times better than an allowed one. */
const THRESHOLD = 25;
/** Five minutes of looks every ten seconds; each further one asks for more, so that any number of them is as safe. */
const CHEAP_LOOKS = 30;

/** The evidence that the n-th look after the warm-up must show: 25 for the first thirty looks, then 25 (n/30)². */
export function guardThreshold(look: number): number {
  return THRESHOLD * Math.max(1, look / CHEAP_LOOKS) ** 2;
}

/** One look at the errors so far. JSON-safe. */
export interface GuardLook {
  /** Seconds after the release. */
  readonly seconds: number;
  /** The canary's errors since the warm-up, the largest bucket held to what its neighbours make plausible. */
  readonly errors: number;
  /** The most errors that sensitivity allows for the time so far; with a control, for as many as it had if those are more. */
  readonly limit: number;
  /** Natural logarithm of the evidence; with a control the weaker of that against the past and that against the control. */
  readonly logEvidence: number;
  /** The evidence at which the guard fires; not a logarithm. */
  readonly threshold: number;
}

/** The evidence for an early rollback over time. JSON-safe. */
export interface GuardFigures {
  readonly mode: 'on' | 'eager';
  /** Seconds between two looks. */
  readonly lookSeconds: number;
  /** Whether the stable instances were looked at too: whether they have data in any of the looks. */
  readonly withControl: boolean;
  /** Oldest first, up to the one at which it fired. */
  readonly looks: readonly GuardLook[];
  /** Seconds after the release at which the rollback was certain; null when it never was. */
  readonly firedAtSeconds: number | null;
  /** The first look that was certain against the past alone, whatever the stable instances say; null when none was. */
  readonly againstPast: GuardLook | null;
}

/**
 * Looks at the after window as it was filled, one bucket after the other, and fires at the first look at which all of these hold:
 * the evidence that errors come more than sensitivity × as fast as before reaches {@link guardThreshold} (with a control, also that they come so much
 * faster than the control's), they are more than the limit for the time so far, and they are enough on enough occasions.
 *
 * `eager` asks for evidence of any rise at all, and so finds a small one sooner and more often by mistake. A sensitivity below 1
 * is no reason to roll back what is not a rise: the evidence is then for any rise too.
 *
 * With a control only its covered looks are compared, and without any the guard does not fire: data that are late look like data that
 * never come, and a rise that everyone shares must not fire before the others are heard. What was certain against the past alone is
 * kept for the end of the window, where a control that never spoke up is known as such (see the guard's judge).
 *
 * A missing bucket counts as time without errors, which can only spare the release. The same looks always give the same answer,
 * whenever they are evaluated: live, from a recorded series or from a report. Null without a baseline, in plain mode and when
 * off.
 */
export function runGuard(
  pair: SeriesPair,
  rule: Rule,
  baseline: BaselineFigures,
  level: number | null,
): GuardFigures | null {
  if (rule.early === 'off' || rule.plain || level === null || baseline.used === 0) return null;
  const { bucketSeconds, canary, control } = looksOf(pair);
  const ratio = rule.early === 'eager' ? 1 : Math.max(rule.sensitivity, 1);
  const first = warmUpBuckets(rule.warmUpSeconds, bucketSeconds, canary.length);
  const looks: GuardLook[] = [];
  let occasions = 0;
  let lastOccasion = -1;
  let past = NOTHING_AGAINST_PAST;
  let theirs = NOTHING_AGAINST_CONTROL;
  let firedAtSeconds: number | null = null;
  let againstPastAlone: GuardLook | null = null;
  let withControl = false;
  for (let index = first; index < canary.length && firedAtSeconds === null; index += 1) {
    const count = canary[index] ?? 0;
    // Three looks within one bucket are one occasion: a burst lasts longer than a look.
    const occasion = Math.floor((index * bucketSeconds) / pair.bucketSeconds + 1e-9);
    if (count > 0 && occasion > lastOccasion) {
      occasions += 1;
      lastOccasion = occasion;
    }
    past = addToPast(past, count);
    const theirCount = control?.errors[index] ?? null;
    withControl ||= theirCount !== null;
    theirs = addToControl(theirs, count, theirCount);
    const judgedSeconds = (index + 1 - first) * bucketSeconds;
    const againstPast = guardLogEvidence({ ...countsAgainstPast(past, pair, baseline, judgedSeconds), ratio });
    const againstControl =
      control === null ? Infinity : guardLogEvidence({ ...countsAgainstControl(theirs, control.exposureRatio), ratio });
    const logEvidence = Math.min(againstPast, againstControl);
    const usual = (level * judgedSeconds) / pair.bucketSeconds;
    const theirUsual = control === null ? 0 : control.exposureRatio * theirs.control;
    const seconds = (index + 1) * bucketSeconds;
    const errors = cappedOf(past.counted);
    const threshold = guardThreshold(index + 1 - first);
    const limit = limitOf(Math.max(usual, theirUsual), 1, rule);
    const look = { seconds, errors, limit, logEvidence, threshold };
    looks.push(look);
    if (!isEnoughErrors(errors, occasions, pair.bucketSeconds)) continue;
    if (againstPastAlone === null) {
      const pastLook = { seconds, errors, limit: limitOf(usual, 1, rule), logEvidence: againstPast, threshold };
      if (isCertain(pastLook)) againstPastAlone = pastLook;
    }
    // Without one look of theirs there is nothing to compare with, and the past alone would decide.
    if (isCertain(look) && (control === null || withControl)) firedAtSeconds = seconds;
  }
  const figures = { mode: rule.early, lookSeconds: bucketSeconds, withControl, looks, firedAtSeconds };
  return { ...figures, againstPast: againstPastAlone };
}

function isCertain({ logEvidence, threshold, errors, limit }: GuardLook): boolean {
  return errors > limit && logEvidence >= Math.log(threshold);
}
