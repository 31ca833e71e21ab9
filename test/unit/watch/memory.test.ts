import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FIRST_STATE } from '../../../src/core/watch.js';
import { memoryIn } from '../../../src/watch/memory.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-memory-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const payments = { service: 'payments', environment: null, bucketMs: 30_000 };
const alarmed = {
  ...FIRST_STATE,
  isAlarmed: true,
  frozen: { errors: [1, null], lines: [5, null] },
  alarmedAtMs: 7,
  view: 'late-data',
} as const;

test('what is remembered is recalled, and nothing where nothing was; no draft is left', async () => {
  const file = path.join(folder, 'state.json');
  const memory = memoryIn(file, payments);
  expect(await memory.recall()).toEqual(FIRST_STATE);
  await memory.remember(alarmed);
  expect(await memoryIn(file, payments).recall()).toEqual(alarmed);
  expect(readdirSync(folder)).toEqual(['state.json']);
});

test.for([
  { says: 'another service', watched: { ...payments, service: 'search' } },
  { says: 'other buckets', watched: { ...payments, bucketMs: 10_000 } },
])('a state of $says is not ours', async ({ watched }) => {
  const file = path.join(folder, `${watched.service}-${watched.bucketMs}.json`);
  await memoryIn(file, watched).remember(alarmed);
  await expect(memoryIn(file, payments).recall()).rejects.toMatchObject({ name: 'UserError', hint: /--state/ });
});

test('half a file is told', async () => {
  const file = path.join(folder, 'half.json');
  writeFileSync(file, '{"service":"payments",');
  await expect(memoryIn(file, payments).recall()).rejects.toMatchObject({ name: 'UserError' });
});
