import type { JudgeConfig } from './config/judge-config.js';
import type { Ending } from './core/ending.js';
import { noticeOfFailure, noticeOfReport, type Notice } from './core/notice.js';
import { Interrupted } from './errors.js';
import { explain } from './explain.js';
import { rendered } from './reporters/index.js';
import { IN_A_FILE } from './reporters/options.js';
import type { World } from './world.js';

/**
 * Acts on what a run came to, after its report was written: hooks first, because a rollback cannot wait for a chat that is
 * down, then all notifications at once. Nothing here can change the verdict or the exit code.
 *
 * @throws Interrupted when the person stops it.
 */
export async function act(ending: Ending, config: JudgeConfig, world: World, signal: AbortSignal): Promise<void> {
  const { hooks, notify, isDryRun } = config;
  if (isDryRun || hooks.length + notify.length === 0) return;
  const notice = noticeOf(ending, config);
  const json = await rendered(ending, 'json', IN_A_FILE);
  try {
    const failedHooks = await actUnder(signal, world, async () => {
      if (hooks.length === 0) return [];
      const { runHooks } = await import('./hooks/run-hooks.js');
      return await runHooks(hooks, { notice, json, reportFile: reportFileOf(config) }, world, signal);
    });
    await actUnder(signal, world, async () => {
      if (notify.length === 0) return;
      const { notifyAll } = await import('./notify/notify.js');
      await notifyAll(notify, { notice: { ...notice, failedHooks: failedHooks ?? [] }, json }, world, signal);
    });
  } catch (error) {
    if (!signal.aborted || !(signal.reason instanceof Interrupted)) throw error;
    throw new Interrupted(signal.reason.signal, `the verdict was ${notice.occasion}, not all was done about it`);
  }
}

/** A bug on the way is told whole, and costs neither the verdict nor what is still to be done. */
async function actUnder<T>(signal: AbortSignal, world: World, action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    signal.throwIfAborted();
    world.stderr.write(explain(error));
    return null;
  }
}

function noticeOf(ending: Ending, { environment, reportUrl, runbooks }: JudgeConfig): Notice {
  const context = { environment, reportUrl, runbooks };
  return ending.kind === 'judged' ? noticeOfReport(ending.report, context) : noticeOfFailure(ending.failure, context);
}

/** The file that a hook is most likely to want: one that was asked for by name, before the others. */
function reportFileOf({ outputFile, reports }: JudgeConfig): string {
  return outputFile ?? reports.requests.find(({ path }) => path !== null)?.path ?? '';
}
