import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { FIRST_STATE, type WatchState } from '../core/watch.js';
import { UserError } from '../errors.js';
import { reasonOf } from '../file-errors.js';

/** Whom a remembered state is about: a state of somebody else is none. */
export interface Watched {
  readonly service: string;
  readonly environment: string | null;
  readonly bucketMs: number;
}

/** Keeps what is known from one process to the next. */
export interface Memory {
  recall(): Promise<WatchState>;
  remember(state: WatchState): Promise<void>;
}

/** Remembers nothing beyond the process. */
export const NO_MEMORY: Memory = { recall: async () => FIRST_STATE, remember: async () => {} };

const counts = z.array(z.number().nonnegative().nullable());
const moment = z.number().nullable();
const view = z.enum(['seeing', 'no-data', 'late-data', 'source-failed']);
const stateSchema = z.object({
  isAlarmed: z.boolean(),
  overs: z.int().nonnegative(),
  quiets: z.int().nonnegative(),
  frozen: z.object({ errors: counts, lines: counts }).nullable(),
  alarmedAtMs: moment,
  alarmSeenMs: z.number().nonnegative(),
  thawAtMs: moment,
  coolUntilMs: moment,
  view,
  otherViews: z.int().nonnegative(),
  toMs: moment,
  told: z.object({ isAlarmed: z.boolean(), view }),
});

/** Remembers in a file, of which half is never seen. */
export function memoryIn(file: string, watched: Watched): Memory {
  const { service, environment, bucketMs } = watched;
  const content = z.object({
    service: z.literal(service),
    environment: z.literal(environment),
    bucketMs: z.literal(bucketMs),
    state: stateSchema,
  });
  return {
    async recall() {
      const text = await textOf(file);
      if (text === null) return FIRST_STATE;
      try {
        return content.parse(JSON.parse(text)).state;
      } catch (cause) {
        throw new UserError(
          `${file} holds no state of this watch`,
          'Give each watch a --state file of its own, or delete it to begin anew.',
          { cause },
        );
      }
    },
    async remember(state) {
      const draft = `${file}.${process.pid}`;
      try {
        await writeFile(draft, `${JSON.stringify({ ...watched, state })}\n`);
        await rename(draft, file);
      } catch (cause) {
        throw new UserError(`cannot write ${file}: ${reasonOf(cause)}`, 'Check the path given with --state.', {
          cause,
        });
      }
    },
  };
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new UserError(`cannot read ${file}: ${reasonOf(cause)}`, 'Check the path given with --state.', { cause });
  }
}
