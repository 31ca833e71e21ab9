import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withoutFile } from '../../../src/config/effective.js';
import { readJudgeConfig } from '../../../src/config/judge.js';
import { judgeLive } from '../../../src/live/judge-live.js';
import type { LiveOutcome } from '../../../src/live/outcome.js';
import { createProgress } from '../../../src/progress.js';
import type { LogSource } from '../../../src/sources/source.js';
import { worldOf } from '../../../src/world.js';
import { startClickHouse, type ClickHouseServer } from '../../helpers/clickhouse-http.js';
import { openLayoutEngine, type LayoutEngine } from '../../helpers/layout-engine.js';
import { NEVER, withSource } from '../../helpers/log-source.js';
import { CREATE_SLOTS, insertSlots, SAME_LINES, type SameLines, type Slot } from '../../helpers/same-lines.js';

let engine: LayoutEngine;
let server: ClickHouseServer;

beforeAll(async () => {
  engine = await openLayoutEngine();
  server = await startClickHouse();
  for (const sql of [CREATE_SLOTS, ...SAME_LINES.flatMap(({ create }) => create)]) {
    await engine.run(sql);
    await server.run(sql);
  }
}, 60_000);
afterAll(async () => {
  await engine.close();
  await server.close();
});

const SLOT_MS = 10_000;

/** What a host writes every ten seconds; a part of a line is one now and then. */
interface Rates {
  readonly lines: number;
  readonly errorsBefore: number;
  readonly errorsAfter: number;
}

interface Release {
  readonly at: string;
  readonly bucket: string;
  readonly canary: Rates;
  readonly stable: Rates;
  /** Slot after the release in which the canary's first line comes; it was there before where null. */
  readonly canarySince: number | null;
  /** Slot in which it falls silent. */
  readonly canaryUntil: number | null;
  readonly isWholeService: boolean;
  readonly chance: number;
}

const rate = fc.constantFrom(0, 0.2, 1, 4);
const rates = fc.record({ lines: fc.constantFrom(2, 9.5, 30), errorsBefore: rate, errorsAfter: rate });

const releases: fc.Arbitrary<Release> = fc.record({
  // Midnights, and the hours in which clocks go forward and back in Berlin and New York.
  at: fc.constantFrom(
    '2026-03-02T00:00:00Z',
    '2026-03-29T01:00:30Z',
    '2026-10-25T01:05:00Z',
    '2026-03-08T07:00:00Z',
    '2026-06-30T15:04:30Z',
  ),
  bucket: fc.constantFrom('30s', '1m', '90s'),
  canary: rates,
  stable: rates,
  canarySince: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 4 }),
  canaryUntil: fc.option(fc.integer({ min: 5, max: 29 }), { freq: 2 }),
  isWholeService: fc.boolean(),
  chance: fc.nat(1000),
});

/** From half an hour before the windows until a minute and a half behind them. */
function slotsOf({ at, canary, stable, canarySince, canaryUntil, chance }: Release): readonly Slot[] {
  const releaseMs = Date.parse(at);
  const host = (name: string, { lines, errorsBefore, errorsAfter }: Rates, from: number, to: number): Slot[] =>
    Array.from({ length: to - from }, (_, offset) => {
      const slot = from + offset;
      const whole = (part: number, nth: number): number =>
        Math.floor(part + (((slot + 400) * 7919 + nth * 104_729 + chance * 31) % 997) / 997);
      const common = { atMs: releaseMs + slot * SLOT_MS, host: name };
      return [
        { ...common, level: 'INFO', count: Math.max(1, whole(lines, 1)) },
        { ...common, level: 'WARN', count: whole(0.5, 2) },
        { ...common, level: 'ERROR', count: whole(slot < 0 ? errorsBefore : errorsAfter, 3) },
      ] as const;
    }).flat();
  return [
    ...host('web-01', canary, canarySince ?? -200, canaryUntil ?? 40),
    ...host('web-02', stable, -200, 40),
  ].filter(({ count }) => count > 0);
}

async function write(release: Release): Promise<void> {
  const tables = SAME_LINES.flatMap(({ create }) => create).flatMap(
    (sql) => /^CREATE TABLE (\w+)/.exec(sql)?.[1] ?? [],
  );
  const statements = [
    ...['slots', ...tables].map((table) => `TRUNCATE TABLE ${table}`),
    insertSlots(slotsOf(release)),
    ...SAME_LINES.flatMap(({ fill }) => fill),
  ];
  for (const sql of statements) {
    await engine.run(sql);
    await server.run(sql);
  }
}

const SIDES = { canary: [{ key: 'host', value: 'web-01' }], stable: [{ key: 'host', value: 'web-02' }] };

async function judged(source: LogSource, { service = 'pay' }: SameLines, release: Release): Promise<Told> {
  const sides = release.isWholeService ? {} : { canary: ['host=web-01'], stable: ['host=web-02'] };
  const { at, bucket } = release;
  // Counts cannot be looked at more often than they come.
  const flags = {
    service,
    url: 'http://unused',
    signatures: 'off',
    releasedAt: at,
    bucket,
    lookEvery: bucket,
    ...sides,
  };
  const config = readJudgeConfig(withoutFile(flags, {}), Date.now());
  const world = worldOf(process);
  return told(await judgeLive(config, source, world, createProgress(world.stderr, true), NEVER));
}

type Told = ReturnType<typeof told>;

/** All that a verdict says, but for the name of the service and when a line was newest, which counts know only roughly. */
function told({ judgement, pair }: LiveOutcome) {
  const { findings, reasons, ...rest } = JSON.parse(JSON.stringify(judgement)) as typeof judgement;
  const isRough = (code: string): boolean => code === 'stopped-logging';
  return {
    ...rest,
    reasons: reasons.map((reason) => (isRough(reason.code) ? reason.code : reason)),
    findings: findings.map((finding) => (isRough(finding.code) ? finding.code : finding)),
    pair,
  };
}

test('the same lines have the same verdict, reasons and numbers in every layout, over HTTP and embedded', async () => {
  await fc.assert(
    fc.asyncProperty(releases, async (release) => {
      await write(release);
      const selection = release.isWholeService ? {} : SIDES;
      const verdicts: Record<string, Told> = {};
      for (const same of SAME_LINES) {
        const { table, metric, service = 'pay' } = same;
        const settings = { table, columns: {}, ...(metric !== undefined && { metric }) };
        const asked = { ...selection, service };
        verdicts[table] = await engine.open(settings, asked, (source) => judged(source, same, release));
        verdicts[`${table} over HTTP`] = await withSource(
          { kind: 'clickhouse', url: server.url, ...settings },
          asked,
          (source) => judged(source, same, release),
        );
      }
      const [first] = Object.values(verdicts);
      for (const [where, verdict] of Object.entries(verdicts)) expect([where, verdict]).toEqual([where, first]);
    }),
    { numRuns: 4 },
  );
}, 120_000);
