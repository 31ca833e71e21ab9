import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releaseSql } from '../../../src/dashboards/grafana/panel-sql.js';
import { openLayoutEngine, type LayoutEngine } from '../../helpers/layout-engine.js';
import { LAYOUT_TABLES } from '../../helpers/layout-tables/index.js';
import { askPanel, expectPanels, SUBJECT } from '../../helpers/panels.js';

/** In the middle of the rows of every table. */
const RELEASE_S = Date.parse('2026-03-02T00:03:00Z') / 1000;

let engine: LayoutEngine;

beforeAll(async () => {
  engine = await openLayoutEngine();
});

afterAll(() => engine.close());

describe.each(LAYOUT_TABLES)('$table', ({ table, metric, service, create, fill }) => {
  beforeAll(() => engine.run(...create, ...fill));
  afterAll(() => engine.run(`DROP TABLE ${table}`));

  test('the panels show what a judgement reads, and read no more', () =>
    expectPanels(engine, { table, ...(metric !== undefined && { metric }) }, { service, releaseSeconds: RELEASE_S }));
});

test('a counter that counts zero is a zero, and where it was not heard is a gap', async () => {
  const fromSeconds = RELEASE_S - 1800;
  const columns = 'time DateTime, service String, level String, host String, count UInt64, heard UInt64';
  await engine.run(
    `CREATE TABLE heard (${columns}) ENGINE = SummingMergeTree((count, heard)) ORDER BY (service, time, level, host)`,
    `INSERT INTO heard SELECT ${fromSeconds} + 30 * (number + 1), 'pay', 'ERROR', 'a', 0, 30 FROM numbers(70) WHERE number < 20 OR number >= 30`,
  );
  const layout = await engine.layoutOf({ table: 'heard' });
  const looking = { fromSeconds, toSeconds: RELEASE_S + 300, variables: { service: 'pay', released_at: '' } };
  const { points } = await askPanel(engine, releaseSql(layout, SUBJECT), looking);
  const expected = Array.from({ length: 70 }, (_, bucket) => (bucket < 20 || bucket >= 30 ? 0 : null));
  expect(points.map(({ errors }) => errors)).toEqual(expected);
  await engine.run('DROP TABLE heard');
});
