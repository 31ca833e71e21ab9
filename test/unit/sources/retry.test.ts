import { expect, test } from 'vitest';
import { retrying } from '../../../src/sources/clickhouse/retry.js';

const NEVER = new AbortController().signal;

function tools(random: number) {
  const pausesMs: number[] = [];
  return {
    pausesMs,
    now: () => 0,
    random: () => random,
    sleep: async (ms: number) => void pausesMs.push(ms),
  };
}

test.for([
  { tries: 1, random: 0.5, pausesMs: [], why: 'what will not heal is tried once' },
  { tries: 4, random: 1, pausesMs: [150, 300, 600], why: 'the longest pauses double' },
  { tries: 4, random: 0, pausesMs: [0, 0, 0], why: 'full jitter may shorten a pause to nothing' },
])('$why', async ({ tries, random, pausesMs }) => {
  const world = tools(random);
  let asked = 0;
  const failing = async (): Promise<never> => {
    asked += 1;
    throw new Error('refused');
  };
  await expect(retrying(failing, () => tries, world, NEVER)).rejects.toThrow('refused');
  expect(asked).toBe(tries);
  expect(world.pausesMs).toEqual(pausesMs);
});

test('an answer ends the tries', async () => {
  let asked = 0;
  const healing = async (): Promise<string> => {
    asked += 1;
    if (asked < 3) throw new Error('refused');
    return 'an answer';
  };
  expect(await retrying(healing, () => 4, tools(0), NEVER)).toBe('an answer');
});

test('an abort is not tried again, and its reason is what comes out', async () => {
  const interrupt = new AbortController();
  const aborted = async (): Promise<never> => {
    interrupt.abort(new Error('SIGINT'));
    throw new Error('the request was cut');
  };
  await expect(retrying(aborted, () => 4, tools(0), interrupt.signal)).rejects.toThrow('SIGINT');
});
