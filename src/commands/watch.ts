import { readEffective } from '../config/effective.js';
import type { RawFlags } from '../config/settings.js';
import { readWatchConfig } from '../config/watch.js';
import { Interrupted } from '../errors.js';
import { EXIT_CODE } from '../exit-codes.js';
import { oneLine } from '../core/text/one-line.js';
import { notifyAll } from '../notify/notify.js';
import { createProgress } from '../progress.js';
import { openLogSource } from '../sources/clickhouse/index.js';
import { memoryIn, NO_MEMORY } from '../watch/memory.js';
import { runWatch } from '../watch/run.js';
import { eventLine, noticeOf } from '../watch/tell.js';
import type { World } from '../world.js';

/** A query that still runs must not hold up a process that is to leave. */
const CLOSE_MS = 1000;

/** `canary-verdict watch`: the rule as a rolling trigger between releases, until it is stopped. */
export async function watch(flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const warn = (problem: string) => void world.stderr.write(`warning: ${oneLine(problem)}\n`);
  const effective = await readEffective({ ...flags, hooks: flags['notify'] }, world.env, '', warn);
  const config = readWatchConfig(effective);
  const { service, environment, level, stateFile, rules, notify } = config;
  const progress = createProgress(world.stderr, config.isQuiet);
  const selection = { service, level, canary: [], ...(environment !== null && { environment }) };
  const source = await openLogSource(config.origin, selection, world);
  const context = { ...config, acceptAfterMs: rules.acceptAfterMs };
  try {
    return await runWatch(
      config,
      {
        source,
        memory:
          stateFile === null ? NO_MEMORY : memoryIn(stateFile, { service, environment, bucketMs: config.bucketMs }),
        progress,
        async onStep({ state, events, tell }, evaluation, before, inLook) {
          progress.clear();
          for (const event of events) {
            world.stdout.write(`${JSON.stringify(eventLine(event, evaluation, state, context))}\n`);
            progress.say(`${event}: ${oneLine(evaluation.reason.message)}`);
          }
          for (const event of notify.length === 0 ? [] : tell) {
            const json = `${JSON.stringify(eventLine(event, evaluation, state, context))}\n`;
            const notice = noticeOf(event, evaluation, before.told.view, context);
            await notifyAll(notify, { notice, json }, world, inLook);
          }
        },
      },
      world,
      signal,
    );
  } catch (error) {
    // Whoever runs it as a service stops it so; a person at a terminal interrupts it.
    if (error instanceof Interrupted && error.signal === 'SIGTERM') return EXIT_CODE.pass;
    throw error instanceof Interrupted ? new Interrupted(error.signal, 'the watch is over') : error;
  } finally {
    progress.clear();
    await Promise.race([source.close(), new Promise((resolve) => void setTimeout(resolve, CLOSE_MS).unref())]);
  }
}
