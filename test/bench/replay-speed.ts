// Part of `npm run bench`: how many recorded series `replay` judges a second, in one process, from parsing to the verdict, and
// how much memory it needs. Prints, never asserts, because the figures depend on the machine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { judgeSeries } from '../../src/core/judgement.js';
import { rebin } from '../../src/core/rebin.js';
import { DEFAULT_RULE } from '../../src/core/rule.js';
import type { SeriesPair } from '../../src/core/series.js';
import { chanceOf } from './decisions/chance.js';
import { BUCKET_SECONDS, STEP_SECONDS, type Model } from './decisions/models.js';
import { drawRelease } from './decisions/trace.js';
import { peakMemoryBytes, runNode, spreadOf } from './processes.js';

const CLI = path.resolve(import.meta.dirname, '../../dist/bin/canary-verdict.js');
const ROUNDS = 5;
const RELEASES_OF_A_KIND = 1000;
const GOAL_A_SECOND = 5000;

// From sparse to busy, good and bad; bursty ones are where the costly rank test is asked.
const MODELS: readonly Model[] = [{ kind: 'poisson' }, { kind: 'negative-binomial', dispersion: 3 }];
const KINDS = MODELS.flatMap((model) =>
  [0.05, 0.2, 0.5, 1, 2, 5, 20, 200].flatMap((mean) => [1, 3].map((effect) => ({ model, mean, effect }))),
);
const pairs = KINDS.flatMap((kind, index) => {
  const chance = chanceOf(`replay-speed ${index}`);
  return Array.from({ length: RELEASES_OF_A_KIND }, () =>
    rebin(drawRelease(chance, kind), BUCKET_SECONDS / STEP_SECONDS),
  );
});
const asksRanks = (pair: SeriesPair): boolean => judgeSeries(pair, DEFAULT_RULE).analysis.evidence.rankP !== null;
const ranked = pairs.filter(asksRanks).length;

const scratch = mkdtempSync(path.join(tmpdir(), 'canary-verdict-bench-'));
try {
  const file = path.join(scratch, 'series.ndjson');
  const lines = pairs.map(({ before, after, bucketSeconds }, id) =>
    JSON.stringify({ id, bucketSeconds, before: before.errors, after: after.errors }),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
  const perSecond: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { elapsedMs, code, stdout } = await runNode([CLI, 'replay', file]);
    const judged = stdout.split('\n').length - 1;
    if (code !== 0 || judged !== pairs.length) throw new Error(`replay judged ${judged} and ended with ${code}`);
    perSecond.push((judged / elapsedMs) * 1000);
  }
  const { median, min, max } = spreadOf(perSecond);
  const [middle = '', low = '', high = ''] = [median, min, max].map((speed) => speed.toFixed(0));
  const memoryMb = (await peakMemoryBytes([CLI, 'replay', file], scratch)) / 1e6;
  console.log(
    `\nreplay: ${pairs.length} series of 60 + 10 buckets, ${ranked} of them with the rank test, ${ROUNDS} runs`,
  );
  console.log(
    `${middle} a second (${low} to ${high}), goal ${GOAL_A_SECOND}  ${median >= GOAL_A_SECOND ? 'ok' : 'under'}`,
  );
  console.log(`${memoryMb.toFixed(0)} MB at most`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
