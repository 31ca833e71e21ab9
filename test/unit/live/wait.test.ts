import { expect, test } from 'vitest';
import { waitAndLook, type Look } from '../../../src/live/wait.js';
import type { Progress } from '../../../src/progress.js';
import type { World } from '../../../src/world.js';

/** A world in which time passes only by sleeping. */
function clockwork() {
  let nowMs = 0;
  const lines: string[] = [];
  const progress: Progress = { say: () => {}, update: (line) => lines.push(line), clear: () => {} };
  const world = {
    monotonicMs: () => nowMs,
    sleep: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      nowMs += ms;
      await new Promise(setImmediate);
    },
  } as unknown as World;
  return { world, progress, lines, serverNow: () => nowMs };
}

async function wait(
  look: (atMs: number) => Promise<Look<string>>,
  { lateMs = 0, signal = new AbortController().signal } = {},
) {
  const { world, progress, lines, serverNow } = clockwork();
  const request = {
    serverNow: () => serverNow() + lateMs,
    untilMs: 60_000,
    firstLookMs: 10_000,
    lookEveryMs: 10_000,
    look,
  };
  const end = await waitAndLook(request, world, progress, signal);
  return { end, lines, endedMs: serverNow() };
}

test('looks come at their turns and never after the end', async () => {
  const looks: number[] = [];
  const { end, endedMs } = await wait(async (atMs) => {
    looks.push(atMs);
    return { standing: '3 errors so far' };
  });
  expect(looks).toEqual([10_000, 20_000, 30_000, 40_000, 50_000]);
  expect([end, endedMs]).toEqual([null, 60_000]);
});

test('a look that is certain ends the wait', async () => {
  const { end, endedMs } = await wait(async (atMs) => (atMs < 30_000 ? { standing: '' } : { end: 'rollback' }));
  expect(end).toBe('rollback');
  expect(endedMs).toBeLessThan(31_000);
});

test('a look that fails is told, and the next one is made', async () => {
  let looks = 0;
  const { end, lines } = await wait(async () => {
    looks += 1;
    if (looks === 2) throw new Error('db refused the connection');
    return { standing: `${looks} errors so far` };
  });
  expect([end, looks]).toEqual([null, 5]);
  expect(lines.some((line) => line.includes('cannot look: db refused the connection'))).toBe(true);
  expect(lines.at(-1)).toContain('5 errors so far');
});

test('turns that were missed are not made up for', async () => {
  const looks: number[] = [];
  await wait(
    async (atMs) => {
      looks.push(atMs);
      return { standing: '' };
    },
    { lateMs: 34_000 },
  );
  expect(looks).toEqual([30_000, 40_000, 50_000]);
});

test('a slow look is not overtaken by the next', async () => {
  let running = 0;
  let most = 0;
  await wait(async () => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    running -= 1;
    return { standing: '' };
  });
  expect(most).toBe(1);
});

test('an abort ends it with its reason', async () => {
  const stopping = new AbortController();
  const waiting = wait(
    async () => {
      stopping.abort(new Error('stopped'));
      return { standing: '' };
    },
    { signal: stopping.signal },
  );
  await expect(waiting).rejects.toThrow('stopped');
});
