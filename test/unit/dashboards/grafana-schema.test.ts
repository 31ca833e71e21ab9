import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grafanaDashboard, VIEWS } from '../../../src/dashboards/grafana/dashboard.js';
import { layoutUnasked } from '../../../src/sources/clickhouse/layout-of-table.js';
import { LAYOUTS } from '../../../src/sources/clickhouse/layouts/index.js';
import { SUBJECT } from '../../helpers/panels.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SCHEMA_FILE = path.join(ROOT, 'test/helpers/grafana-schema.js');
/** Grafana's own, and the SDK's, which says more of panels. */
const SCHEMAS = ['DashboardOfGrafana', 'WrittenDashboard'];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-schema-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler finds wrong in dashboards as they are written: a literal may have no field that its type does not know. */
async function faultsOf(dashboards: readonly string[]): Promise<readonly string[]> {
  const file = path.join(folder, 'written.ts');
  const lines = dashboards.flatMap((written, nth) =>
    SCHEMAS.map((schema) => `export const _${schema}${nth}: ${schema} = ${written};`),
  );
  writeFileSync(file, [`import type { ${SCHEMAS.join(', ')} } from '${SCHEMA_FILE}';`, ...lines].join('\n'));
  const flags = ['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck'];
  const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = await execa('node', [compiler, ...flags, '--module', 'nodenext', '--target', 'es2023', file], {
    cwd: ROOT,
    reject: false,
  });
  return stdout.split('\n').filter((line) => line !== '');
}

const WRITTEN = LAYOUTS.flatMap(({ name }) =>
  VIEWS.flatMap((view) =>
    [null, "pay'ments"].map((service) => {
      const layout = layoutUnasked({ layout: name, columns: {} });
      const help = { uid: 'uid', runbookUrl: 'https://wiki.example.org/errors' };
      return JSON.stringify(grafanaDashboard(view, layout, { ...SUBJECT, service }, help));
    }),
  ),
);

test('every dashboard is what Grafana’s schema wants', async () => {
  expect(WRITTEN.length).toBeGreaterThan(30);
  expect(await faultsOf(WRITTEN)).toEqual([]);
});

test.for([
  { is: '"graphTooltip":1', was: '"graphTooltip":7', says: "Type '7' is not assignable" },
  { is: '"type":"textbox"', was: '"type":"text box"', says: 'Type \'"text box"\' is not assignable' },
  { is: '"matchAny":false', was: '"matchAny":"no"', says: 'not assignable' },
  { is: '"hide":false', was: '"hidden":false', says: '\'"hidden"\' does not exist' },
  { is: '"h":11', was: '"h":"11"', says: 'not assignable' },
  { is: '"drawStyle":"line"', was: '"drawStyle":"lines"', says: 'not assignable' },
  { is: '"fixedColor":"green"', was: '"fixed":"green"', says: '\'"fixed"\' does not exist' },
  { is: '"value":20', was: '"value":"20"', says: 'not assignable' },
  { is: '"schemaVersion":42,', was: '', says: "'schemaVersion' is missing" },
])('one that says $was in place of $is is not', async ({ is, was, says }) => {
  expect(WRITTEN[0]).toContain(is);
  const faults = await faultsOf([WRITTEN[0]!.replace(is, was)]);
  expect(faults.join('\n')).toContain(says);
});
