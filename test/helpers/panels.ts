import { expect } from 'vitest';
import { analyse } from '../../src/core/analysis.js';
import { coveredBuckets } from '../../src/core/coverage.js';
import { DEFAULT_RULE } from '../../src/core/rule.js';
import { interpolatedMedian } from '../../src/core/statistics/median.js';
import {
  dailySql,
  linesSql,
  releaseSql,
  servicesSql,
  type PanelSubject,
} from '../../src/dashboards/grafana/panel-sql.js';
import type { Layout } from '../../src/sources/clickhouse/layouts/layout.js';
import type { EmbeddedSettings } from '../../src/sources/settings.js';
import { expandMacros, type Looking } from './grafana-macros.js';
import type { LayoutEngine } from './layout-engine.js';
import { windowsAround } from './log-source.js';
import { pairOf } from './pair.js';

export const SUBJECT: PanelSubject = {
  service: null,
  level: 'ERROR',
  selectors: [],
  bucketSeconds: 30,
  beforeSeconds: 1800,
  waitSeconds: 300,
  sensitivity: 2,
  isPlain: false,
};

/** A row of a panel: the time, and a value for each of its series. */
export interface Point {
  readonly seconds: number;
  readonly [series: string]: number | null;
}

/** Asks a panel's query as Grafana would, and expects a time and nothing but numbers beside it. */
export async function askPanel(
  engine: LayoutEngine,
  sql: string,
  looking: Looking,
): Promise<{ readonly points: readonly Point[]; readonly rowsRead: number }> {
  const expanded = expandMacros(sql, looking);
  const { rows, rowsRead } = await engine.ask(
    `SELECT toTypeName(time) AS type_of_time, toInt64(toUnixTimestamp(time)) AS seconds, * EXCEPT time FROM (${expanded})`,
  );
  const points = rows.map(({ type_of_time: type, ...rest }) => {
    expect(type).toMatch(/^DateTime/);
    const values = Object.entries(rest).map(([name, value]) => [name, value === null ? null : Number(value)]);
    return Object.fromEntries(values) as Point;
  });
  return { points, rowsRead };
}

/**
 * Expects the panels over a table to show what a judgement of it reads: the same counts, the limit of the rule, and no more
 * rows read than the judgement does. The release lies in the middle of the table's data, at a whole second.
 */
export async function expectPanels(
  engine: LayoutEngine,
  settings: Partial<EmbeddedSettings>,
  { service, releaseSeconds }: { readonly service: string; readonly releaseSeconds: number },
): Promise<void> {
  const layout = await engine.layoutOf(settings);
  const windows = windowsAround(releaseSeconds * 1000, { bucketMs: 30_000, before: 60, after: 10 });
  const reading = await engine.read(settings, { service }, windows);
  const readAt = new Map(reading.buckets.map((bucket) => [bucket.startMs / 1000, bucket]));
  const looking = {
    fromSeconds: releaseSeconds - 1800,
    toSeconds: releaseSeconds + 300,
    variables: { service, released_at: '' },
  };

  for (const subject of [SUBJECT, { ...SUBJECT, service }]) {
    const { points, rowsRead } = await askPanel(engine, releaseSql(layout, subject), looking);
    const starts = Array.from({ length: 70 }, (_, index) => releaseSeconds - 1800 + index * 30);
    const inside = starts.filter((start) => start >= points[0]!.seconds && start <= points.at(-1)!.seconds);
    expect(inside.length).toBeGreaterThan(60);
    // Zero where somebody was there to log, and nothing where the rule sees a hole.
    const lines = inside.map((start) => readAt.get(start)?.lines ?? 0);
    const covered = coveredBuckets(lines, () => 0, { watermarkMs: 1, settledBeforeMs: 1 });
    expect(points.map(({ seconds, errors }) => [seconds, errors])).toEqual(
      inside.map((start, nth) => [start, covered[nth] ? (readAt.get(start)?.errors ?? 0) : null]),
    );
    const before = points.filter(({ seconds }) => seconds < releaseSeconds).map(({ errors }) => errors ?? null);
    const { level, before: baseline } = analyse(pairOf(before, [0, 0]), DEFAULT_RULE);
    expect(baseline.scrubbed).toEqual([]);
    for (const point of points) expect(point['median × 2']).toBeCloseTo(2 * level!, 9);
    expect(rowsRead).toBeLessThanOrEqual(1.3 * reading.query.rowsRead);
  }
  await expectDaily(engine, layout, service, releaseSeconds, reading.query.rowsRead);
}

async function expectDaily(
  engine: LayoutEngine,
  layout: Layout,
  service: string,
  releaseSeconds: number,
  rowsOfReading: number,
): Promise<void> {
  const fromSeconds = Math.ceil(releaseSeconds / 30) * 30 - 600;
  const looking = { fromSeconds, toSeconds: fromSeconds + 900, variables: { service } };
  const { points, rowsRead } = await askPanel(engine, dailySql(layout, SUBJECT), looking);
  const history = { ...looking, fromSeconds: fromSeconds - 1800 };
  const long = (await askPanel(engine, dailySql(layout, SUBJECT), history)).points;
  expect(points.length).toBeGreaterThan(20);
  for (const { seconds, errors, 'median × 2': limit } of points) {
    const counts = valuesOf(long.filter((one) => one.seconds >= seconds - 1800 && one.seconds < seconds));
    const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length;
    expect(limit).toBeCloseTo(2 * Math.max(interpolatedMedian(counts), Math.min(mean, 1)), 9);
    expect(errors).toBe(long.find((one) => one.seconds === seconds)!['errors']);
  }
  expect(rowsRead).toBeLessThanOrEqual(1.6 * rowsOfReading);

  const wide = await askPanel(engine, dailySql(layout, SUBJECT), { ...looking, intervalMs: 300_000 });
  const mean = (seconds: number) => {
    const values = valuesOf(points.filter((one) => Math.floor(one.seconds / 300) * 300 === seconds));
    return values.reduce((sum, one) => sum + one, 0) / values.length;
  };
  expect(wide.points.length).toBeLessThanOrEqual(4);
  for (const { seconds, errors } of wide.points) expect(errors).toBeCloseTo(mean(seconds), 9);

  const lines = await askPanel(engine, linesSql(layout, SUBJECT), looking);
  expect(lines.points.length).toBeGreaterThan(5);
  for (const point of lines.points) expect(point['lines of any level']).toBeGreaterThan(0);
  const services = servicesSql(layout);
  if (services === null) return;
  const { rows } = await engine.ask(expandMacros(services, looking));
  expect(rows.map(({ logging_service: name }) => name)).toContain(service);
}

function valuesOf(points: readonly Point[]): readonly number[] {
  return points.map(({ errors }) => errors).filter((value) => typeof value === 'number');
}
