import type { Notice, Occasion } from '../core/notice.js';
import { formatDuration, formatInstant } from '../core/time.js';
import type { Evaluation } from '../core/watch/evaluation.js';
import type { View, WatchEvent, WatchState } from '../core/watch.js';
import { EXIT_CODE } from '../exit-codes.js';

/** Who is watched, and what is told along with it. */
export interface WatchContext {
  readonly service: string;
  readonly environment: string | null;
  readonly reportUrl: string | null;
  readonly runbooks: Readonly<Record<string, string>>;
  readonly acceptAfterMs: number;
}

/** A change as the one line on stdout and as what a webhook gets: of version 1 of its shape. */
export function eventLine(
  event: WatchEvent,
  evaluation: Evaluation,
  { isAlarmed, view }: Pick<WatchState, 'isAlarmed' | 'view'>,
  context: WatchContext,
) {
  const { code, message } = reasonOf(event, evaluation, context);
  const numbers = evaluation.kind === 'judged' ? evaluation : { errors: null, limit: null, usual: null };
  return {
    schemaVersion: 1,
    at: formatInstant(evaluation.atMs),
    service: context.service,
    environment: context.environment,
    event,
    isAlarmed,
    view,
    code,
    message,
    errors: numbers.errors,
    limit: numbers.limit,
    usual: numbers.usual,
  } as const;
}

/** What notifiers are told of a change; `believed` is what they were told before of whether looks can judge. */
export function noticeOf(event: WatchEvent, evaluation: Evaluation, believed: View, context: WatchContext): Notice {
  const reason = reasonOf(event, evaluation, context);
  const { occasion, ends, exitCode } = TOLD[event === 'blind' && isFailure(evaluation) ? 'failed' : event];
  const { runbooks } = context;
  return {
    occasion,
    exitCode,
    service: context.service,
    environment: context.environment,
    version: null,
    sentence: reason.message,
    reasons: [reason],
    releasedAt: null,
    judgedUntil: null,
    signature: null,
    reportUrl: context.reportUrl,
    runbookUrl: Object.hasOwn(runbooks, reason.code) ? (runbooks[reason.code] ?? null) : null,
    failedHooks: [],
    watch: { ends: event === 'seeing' && believed === 'source-failed' ? 'error' : ends },
  };
}

interface Told {
  readonly occasion: Occasion;
  readonly ends: Occasion | null;
  readonly exitCode: number;
}

/** The occasions are those of a verdict, so that the same configuration serves both. */
const TOLD = {
  crossed: { occasion: 'rollback', ends: null, exitCode: EXIT_CODE.rollback },
  recovered: { occasion: 'pass', ends: 'rollback', exitCode: EXIT_CODE.pass },
  accepted: { occasion: 'pass', ends: 'rollback', exitCode: EXIT_CODE.pass },
  blind: { occasion: 'inconclusive', ends: null, exitCode: EXIT_CODE.inconclusive },
  failed: { occasion: 'error', ends: null, exitCode: EXIT_CODE.sourceFailed },
  seeing: { occasion: 'pass', ends: 'inconclusive', exitCode: EXIT_CODE.pass },
} as const satisfies Record<WatchEvent | 'failed', Told>;

function isFailure(evaluation: Evaluation): boolean {
  return evaluation.kind === 'blind' && evaluation.cause === 'source-failed';
}

function reasonOf(event: WatchEvent, { reason }: Evaluation, { acceptAfterMs }: WatchContext) {
  if (event !== 'accepted') return reason;
  return {
    ...reason,
    message: `It has been so for ${formatDuration(acceptAfterMs)} and counts as usual from now on: ${reason.message}`,
  };
}
