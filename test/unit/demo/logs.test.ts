import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { judgeSeries } from '../../../src/core/judgement.js';
import { DEFAULT_RULE } from '../../../src/core/rule.js';
import type { Interval } from '../../../src/core/window.js';
import { logRows, releaseMs, type LogRow } from '../../../src/demo/logs.js';
import { LOGS_MINUTES, SCENARIOS, type Scenario } from '../../../src/demo/scenarios.js';

const BUCKET_MS = 30_000;
const HOUR_MS = 3_600_000;
const toMs = Date.UTC(2026, 2, 1, 12);
const span: Interval = { fromMs: toMs - LOGS_MINUTES * 60_000, toMs };

const atMs = (row: LogRow): number => Number(row.Timestamp) * 1000;
const hostOf = (row: LogRow): string => row.ResourceAttributes['host.name']!;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The lines around the release, half an hour before it and five minutes after; made once a seed, for they are many. */
function around(scenario: Scenario, seed: number): readonly LogRow[] {
  const key = `${scenario.service} ${seed}`;
  const made = cache.get(key);
  if (made) return made;
  const released = releaseMs(scenario, span);
  const rows = [...logRows(scenario, span, seed)].filter(
    (row) => atMs(row) >= released - 60 * BUCKET_MS && atMs(row) < released + 10 * BUCKET_MS,
  );
  cache.set(key, rows);
  return rows;
}
const cache = new Map<string, readonly LogRow[]>();

/** Lines a bucket that `matches`, before and after the release. */
function counts(
  scenario: Scenario,
  seed: number,
  matches: (row: LogRow) => boolean,
): { before: number[]; after: number[] } {
  const buckets = Array<number>(70).fill(0);
  for (const row of around(scenario, seed)) {
    if (matches(row)) buckets[Math.floor((atMs(row) - releaseMs(scenario, span)) / BUCKET_MS) + 60]! += 1;
  }
  return { before: buckets.slice(0, 60), after: buckets.slice(60) };
}

/** A fingerprint of many lines: comparing them one by one would take seconds. */
function digest(rows: Iterable<LogRow>, shiftMs: number): string {
  const hash = createHash('sha256');
  for (const { Timestamp, ...row } of rows)
    hash.update(`${(Number(Timestamp) * 1000 - shiftMs).toFixed(0)} ${JSON.stringify(row)}`);
  return hash.digest('hex');
}

describe.each(SCENARIOS)('$service', (scenario) => {
  test('the same seed tells the same, an hour later too; another seed tells it otherwise', () => {
    const lines = digest(logRows(scenario, span, 7), 0);
    const later = { fromMs: span.fromMs + HOUR_MS, toMs: span.toMs + HOUR_MS };
    expect(digest(logRows(scenario, later, 7), HOUR_MS)).toBe(lines);
    expect(digest(logRows(scenario, span, 8), 0)).not.toBe(lines);
  });

  test('lines lie inside the two hours, with the version that ran on their host', () => {
    const released = releaseMs(scenario, span);
    const wrong = [...logRows(scenario, span, 7)].filter((row) => {
      const isNew = scenario.releasedTo.includes(hostOf(row)) && atMs(row) >= released;
      const version = isNew ? scenario.versions.after : scenario.versions.before;
      return atMs(row) < span.fromMs || atMs(row) >= span.toMs || row.ResourceAttributes['service.version'] !== version;
    });
    expect(wrong).toEqual([]);
  });

  test('no host is ever silent for a bucket of the windows, so that no error means no error', () => {
    for (const host of [null, ...scenario.releasedTo]) {
      const lines = counts(scenario, 7, (row) => host === null || hostOf(row) === host);
      expect(Math.min(...lines.before, ...lines.after)).toBeGreaterThan(0);
    }
  });
});

test('one payment in five hits the bug on the canary, as the story says', () => {
  const payments = SCENARIOS.find(({ service }) => service === 'payments')!;
  const onCanary = around(payments, 7).filter(
    (row) => hostOf(row) === 'payments-canary' && row.ResourceAttributes['service.version'] === '4.18.0',
  );
  const asked = onCanary.filter((row) => row.Body.startsWith('authorise ')).length;
  const broken = onCanary.filter((row) => row.LogAttributes['exception.type'] === 'TypeError').length;
  expect(broken / asked).toBeGreaterThan(0.12);
  expect(broken / asked).toBeLessThan(0.28);
});

test.for([
  { service: 'checkout', host: null, verdict: 'pass', code: 'errors-within-limit' },
  { service: 'payments', host: 'payments-canary', verdict: 'rollback', code: 'errors-over-limit' },
  // One bad host hides among nine good ones: why a canary must be named.
  { service: 'payments', host: null, verdict: 'pass', code: 'errors-within-limit' },
  { service: 'refunds', host: null, verdict: 'inconclusive', code: 'single-burst' },
] as const)('$service ($host): $verdict, whatever the seed', ({ service, host, verdict, code }) => {
  const scenario = SCENARIOS.find((one) => one.service === service)!;
  for (const seed of [7, 1, 2]) {
    const isMine = (row: LogRow): boolean => host === null || hostOf(row) === host;
    const errors = counts(scenario, seed, (row) => isMine(row) && row.SeverityNumber >= 17);
    const lines = counts(scenario, seed, isMine);
    const judgement = judgeSeries(
      {
        bucketSeconds: BUCKET_MS / 1000,
        exposureRatio: 1,
        before: { errors: errors.before, lines: lines.before },
        after: { errors: errors.after, lines: lines.after },
      },
      DEFAULT_RULE,
    );
    expect([seed, judgement.verdict, judgement.reasons[0]?.code]).toEqual([seed, verdict, code]);
    expect(sum(errors.after)).toBeGreaterThan(0);
  }
});
