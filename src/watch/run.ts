import type { Evaluation } from '../core/watch/evaluation.js';
import { step, type Step, type WatchRules, type WatchState } from '../core/watch.js';
import { withDeadline } from '../deadline.js';
import { SourceError, UserError } from '../errors.js';
import { createRegistry } from '../health/metrics.js';
import { serveHealth } from '../health/serve.js';
import type { Progress } from '../progress.js';
import type { LogSource } from '../sources/source.js';
import type { World } from '../world.js';
import { look, type LookSettings } from './look.js';
import type { Memory } from './memory.js';
import { healthOf, readingsOf, type Tallies } from './tallies.js';

/** What a watch is told. */
export interface WatchSettings extends LookSettings {
  readonly rules: WatchRules;
  readonly everyMs: number;
  /** Deadline of one look. */
  readonly timeoutMs: number;
  readonly http: { readonly host: string; readonly port: number } | null;
}

/** What a watch works with. */
export interface WatchTools {
  readonly source: LogSource;
  readonly memory: Memory;
  readonly progress: Progress;
  /** Acts on what a look changed; `before` is what was known until then. */
  onStep(taken: Step, evaluation: Evaluation, before: WatchState, signal: AbortSignal): Promise<void>;
}

/** Lines of a bucket arrive over seconds: so long after its end, as a part of it, it is looked at. */
const SETTLE_SHARE = 1 / 6;

/**
 * Looks every so often until the signal is aborted, which it throws the reason of.
 * @throws SourceError when the source fails before it ever answered, in a way that does not heal by itself.
 */
export async function runWatch(
  settings: WatchSettings,
  { source, memory, progress, onStep }: WatchTools,
  world: Pick<World, 'now' | 'monotonicMs' | 'sleep'>,
  signal: AbortSignal,
): Promise<never> {
  const { everyMs, timeoutMs, rules, bucketMs, service } = settings;
  let state = await memory.recall();
  const tallies: Tallies = { looks: 0, blindLooks: 0, alarms: 0, lookedAtMs: null, evaluation: null, state };
  const clock = createServerClock(world);
  let hasAnswered = false;

  const lookNow = async (inLook: AbortSignal): Promise<Evaluation> => {
    try {
      return await withDeadline(
        { ms: timeoutMs, flag: '--timeout', doing: `asking ${source.info.name}` },
        inLook,
        async (inTime) => {
          // Asked every time, because months are long enough for any two clocks to part.
          clock.set(await source.connect(inTime));
          const seen = await look(source, settings, state.frozen, clock.nowMs(), inTime);
          hasAnswered = true;
          return seen;
        },
      );
    } catch (error) {
      if (!(error instanceof SourceError) && !(error instanceof UserError && hasAnswered)) throw error;
      if (!hasAnswered && error instanceof SourceError && !MAY_HEAL.has(error.code)) throw error;
      const reason = { code: error instanceof SourceError ? error.code : 'failed', message: error.message };
      return { kind: 'blind', atMs: clock.nowMs(), cause: 'source-failed', reason };
    }
  };

  const server =
    settings.http === null
      ? null
      : await serveHealth(
          settings.http,
          () => healthOf(tallies, everyMs, timeoutMs, world.monotonicMs()),
          createRegistry('canary_verdict_watch', readingsOf(tallies)),
        );
  try {
    if (server !== null) progress.say(`health on ${server.address}/healthz and /metrics`);
    progress.say(`watching ${service}`);
    for (;;) {
      await underOwnSignal(signal, async (own) => {
        const evaluation = await lookNow(own);
        const taken = step(state, evaluation, rules);
        tallies.looks += 1;
        tallies.blindLooks += Number(evaluation.kind === 'blind');
        tallies.alarms += Number(taken.events.includes('crossed'));
        Object.assign(tallies, { lookedAtMs: world.monotonicMs(), evaluation, state: taken.state });
        progress.update(`${service}: ${evaluation.reason.message}`, world.monotonicMs());
        await onStep(taken, evaluation, state, own);
        state = taken.state;
        await memory.remember(state);
      });
      const settleMs = bucketMs * SETTLE_SHARE;
      await world.sleep(everyMs - ((((clock.nowMs() - settleMs) % everyMs) + everyMs) % everyMs), signal);
    }
  } finally {
    await server?.close();
  }
}

/** Failures that heal by themselves: the server may only be starting. */
const MAY_HEAL: ReadonlySet<SourceError['code']> = new Set(['refused', 'dns', 'unreachable', 'cut', 'timeout', 'busy']);

/** A signal that lasts for months must not collect what every look hangs on to it. */
async function underOwnSignal(signal: AbortSignal, action: (own: AbortSignal) => Promise<void>): Promise<void> {
  signal.throwIfAborted();
  const own = new AbortController();
  const onAbort = (): void => own.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await action(own.signal);
  } finally {
    signal.removeEventListener('abort', onAbort);
    own.abort();
  }
}

/** The server's clock, carried on by ours that only goes forward; our own time of day until it was first told. */
function createServerClock({ now, monotonicMs }: Pick<World, 'now' | 'monotonicMs'>) {
  let aheadMs = now() - monotonicMs();
  return {
    set({ serverNowMs, measuredAtMs }: { readonly serverNowMs: number; readonly measuredAtMs: number }) {
      // The two moments are a moment apart, in which nobody sets a clock by hours.
      aheadMs = serverNowMs + (now() - measuredAtMs) - monotonicMs();
    },
    nowMs: () => Math.round(aheadMs + monotonicMs()),
  };
}
