import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openSpool } from '../../../src/collect/spool.js';
import { createWriter } from '../../../src/collect/writer.js';
import type { Batch } from '../../../src/collect/batch.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-spool-'));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

const batch = (token: string): Batch => ({
  token,
  endSeconds: 1_772_366_400,
  rows: [{ service: 'pay', level: 'ERROR', host: '', version: '', count: 1, heard: 1 }],
});

const BIG = 1e9;
const BATCH_BYTES = 124;

test('batches outlive the process and come back in order', async () => {
  const before = await openSpool(folder, BIG);
  for (const token of ['a', 'b', 'c']) await before.add(batch(token));
  const after = await openSpool(folder, BIG);
  await after.add(batch('d'));
  const tokens: string[] = [];
  for (let found = await after.oldest(); found !== null; found = await after.oldest()) {
    tokens.push(found.token);
    await after.removeOldest();
  }
  expect(tokens).toEqual(['a', 'b', 'c', 'd']);
  expect(readdirSync(folder)).toEqual([]);
});

test('past the limit the oldest go, but not the one that is being sent', async () => {
  const spool = await openSpool(folder, 3 * BATCH_BYTES);
  await spool.add(batch('a'));
  const sent = await spool.oldest();
  for (const token of ['b', 'c', 'd', 'e']) await spool.add(batch(token));
  expect(sent?.token).toBe('a');
  expect(spool.tallies).toMatchObject({ lost: 2, isFull: true });
  await spool.removeOldest();
  expect((await spool.oldest())?.token).toBe('d');
});

test('what a crash left half written is passed over and counted', async () => {
  writeFileSync(path.join(folder, '000000000001.batch.json'), '{"token":"a","startSec');
  writeFileSync(path.join(folder, '000000000002.batch.json.part'), '{"token":"b"');
  const spool = await openSpool(folder, BIG);
  await spool.add(batch('c'));
  expect((await spool.oldest())?.token).toBe('c');
  expect(spool.tallies).toMatchObject({ batches: 1, lost: 1 });
});

test('a disk that refuses is told, and batches stay in memory', async () => {
  const spool = await openSpool(folder, BIG);
  rmSync(folder, { recursive: true });
  await spool.add(batch('a'));
  expect(spool.tallies).toMatchObject({ batches: 1, isInMemory: true });
  expect((await spool.oldest())?.token).toBe('a');
});

test('two collectors that share a folder write over nothing of each other', async () => {
  const [one, other] = [await openSpool(folder, BIG), await openSpool(folder, BIG)];
  await one.add(batch('a'));
  await other.add(batch('b'));
  expect((await one.oldest())?.token).toBe('a');
  expect((await other.oldest())?.token).toBe('b');
});

test.for([
  { place: 'file', why: 'it is a file' },
  { place: 'file/below', why: 'it lies below a file' },
])('a folder that cannot be used, because $why, is told with its flag', async ({ place }) => {
  writeFileSync(path.join(folder, 'file'), '');
  await expect(openSpool(path.join(folder, place), BIG)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(path.join(folder, place)),
    hint: expect.stringContaining('--spool'),
  });
});

test('a batch that was written and cannot be removed is not sent again by this process', async () => {
  const spool = await openSpool(folder, BIG);
  await spool.add(batch('a'));
  await spool.add(batch('b'));
  await spool.oldest();
  // A folder where the file was cannot be removed as a file, not even by root.
  const [file = ''] = readdirSync(folder);
  rmSync(path.join(folder, file));
  mkdirSync(path.join(folder, file));
  await spool.removeOldest();
  expect((await spool.oldest())?.token).toBe('b');
});

test('the writer sends in order, repeats what failed, tells once, and empties the spool at the end', async () => {
  const spool = await openSpool(folder, BIG);
  for (const token of ['a', 'b', 'c']) await spool.add(batch(token));
  const tries: string[] = [];
  const said: string[] = [];
  const stop = new AbortController();
  const writer = createWriter(
    spool,
    async ({ token }) => {
      tries.push(token);
      if (tries.length === 2 || tries.length === 3) throw new Error('nobody there');
      if (token === 'c') stop.abort();
    },
    { now: () => 5, random: () => 0, sleep: async () => {}, say: (line) => said.push(line) },
  );
  await writer.run(stop.signal);
  expect(tries).toEqual(['a', 'b', 'b', 'b', 'c']);
  expect(said).toEqual(['not written, will be tried again: nobody there', 'written again']);
  expect(writer.tallies).toEqual({ batches: 3, rows: 3, failures: 2, lastWrittenMs: 5, problem: null });
  expect(spool.tallies.batches).toBe(0);
});

test('the writer wakes for what comes later', async () => {
  const spool = await openSpool(folder, BIG);
  const stop = new AbortController();
  const written: string[] = [];
  const writer = createWriter(
    spool,
    async ({ token }) => {
      written.push(token);
      stop.abort();
    },
    { now: () => 0, random: () => 0, sleep: async () => {}, say: () => {} },
  );
  const running = writer.run(stop.signal);
  await spool.add(batch('late'));
  writer.wake();
  await running;
  expect(written).toEqual(['late']);
});
