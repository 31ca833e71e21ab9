import type { Notice } from '../core/notice.js';
import { reasonOf } from '../file-errors.js';
import type { World } from '../world.js';
import { reasonShown } from './answer.js';
import { eventFor } from './event.js';
import { keyOf } from './key.js';
import { mailOf } from './mail.js';
import { messageOf } from './message.js';
import { NotSent } from './not-sent.js';
import { post } from './post.js';
import { requestOf } from './request-of.js';
import { sendMail } from './send-mail.js';
import type { Notifier } from './settings.js';
import { readState, writeState } from './state.js';
import type { Telling } from './telling.js';

/** What notifications are made of. */
export interface NotifyInput {
  readonly notice: Notice;
  /** The report, or why there is none, as JSON. */
  readonly json: string;
}

type NotifyWorld = Pick<World, 'now' | 'stderr'>;

/** All notifications together take no longer than this, however many there are. */
export const TOTAL_MS = 20_000;

/**
 * Sends all notifications side by side. One that fails is told on stderr and harms nobody.
 *
 * @throws the reason of `signal` when that is aborted.
 */
export async function notifyAll(
  notifiers: readonly Notifier[],
  input: NotifyInput,
  world: NotifyWorld,
  signal: AbortSignal,
  totalMs = TOTAL_MS,
): Promise<void> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(totalMs)]);
  const sent = await Promise.all(
    notifiers.map(async (notifier, index) => {
      try {
        await notifyOne(notifier, input, world.now(), deadline);
        return { notifier, hasArrived: true };
      } catch (error) {
        // What is no failure of the service is a bug of ours, and still no reason to lose the verdict.
        const why = error instanceof NotSent ? reasonShown(error, notifier) : `bug in canary-verdict: ${nameOf(error)}`;
        const line = `warning: notification ${index + 1} (${notifier.type}) was not sent: ${why}\n`;
        if (!signal.aborted) world.stderr.write(line);
        return { notifier, hasArrived: false };
      }
    }),
  );
  signal.throwIfAborted();
  await keepStates(sent, input.notice, world);
}

async function notifyOne(notifier: Notifier, input: NotifyInput, nowMs: number, signal: AbortSignal): Promise<void> {
  const { notice } = input;
  const key = keyOf(notice);
  const state = notifier.state === null || notice.watch !== undefined ? null : await readState(notifier.state);
  const event = eventFor(notifier, notice, state?.rolledBack.includes(key) ?? false);
  if (event === null) return;
  const telling: Telling = { ...input, message: messageOf(notice, event), key, nowMs };
  if (notifier.type === 'email') await sendMail(notifier, mailOf(notifier, telling), signal);
  else await post(requestOf(notifier, telling), notifier, signal);
}

interface Sent {
  readonly notifier: Notifier;
  readonly hasArrived: boolean;
}

/** A rollback is remembered at once; it is forgotten with the pass that everybody has heard of. */
async function keepStates(sent: readonly Sent[], notice: Notice, world: NotifyWorld): Promise<void> {
  // Whoever watches remembers it by itself.
  if (notice.watch !== undefined) return;
  if (notice.occasion !== 'rollback' && notice.occasion !== 'pass') return;
  const files = new Set(sent.map(({ notifier }) => notifier.state).filter((file) => file !== null));
  for (const file of files) {
    const haveAllHeard = sent.every(({ notifier, hasArrived }) => notifier.state !== file || hasArrived);
    if (notice.occasion === 'pass' && !haveAllHeard) continue;
    try {
      await writeState(file, keyOf(notice), notice.occasion === 'rollback');
    } catch (error) {
      world.stderr.write(`warning: cannot write the state file ${file}: ${reasonOf(error)}\n`);
    }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
