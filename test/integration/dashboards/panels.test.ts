import { afterAll, beforeAll, describe, test } from 'vitest';
import { openLayoutEngine, type LayoutEngine } from '../../helpers/layout-engine.js';
import { LAYOUT_TABLES } from '../../helpers/layout-tables/index.js';
import { expectPanels } from '../../helpers/panels.js';

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
