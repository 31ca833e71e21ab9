import { expect, test } from 'vitest';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { grafanaDashboard, VIEWS } from '../../../src/dashboards/grafana/dashboard.js';
import { layoutUnasked } from '../../../src/sources/clickhouse/layout-of-table.js';
import { LAYOUTS } from '../../../src/sources/clickhouse/layouts/index.js';
import { expandMacros } from '../../helpers/grafana-macros.js';
import type { WrittenDashboard } from '../../helpers/grafana-schema.js';
import { SUBJECT } from '../../helpers/panels.js';

/** A dashboard as Grafana reads it. */
function dashboardOf(
  view: (typeof VIEWS)[number],
  { service = null, layout = 'otel-logs' }: { service?: string | null; layout?: string } = {},
) {
  const built: Dashboard = grafanaDashboard(
    view,
    layoutUnasked({ layout, columns: {} }),
    { ...SUBJECT, service },
    { uid: 'uid', runbookUrl: null },
  );
  const dashboard = JSON.parse(JSON.stringify(built)) as WrittenDashboard;
  const text = dashboard.panels.find((panel) => panel.type === 'text');
  return { dashboard, text, series: dashboard.panels.filter((panel) => panel.type === 'timeseries') };
}

test.each(VIEWS)('%s: errors in green, the limit in dark red, from zero', (view) => {
  const { dashboard, text, series } = dashboardOf(view);
  expect(dashboard.panels.map(({ type }) => type)).toEqual(['text', 'timeseries', 'timeseries']);
  const [errors] = series;
  expect(text?.options.content).toMatch(/How to read it[^]*What to do[^]*canary-verdict explain errors-over-limit/);
  expect(errors).toMatchObject({
    title: 'Errors in 30 s',
    interval: '30s',
    datasource: { type: 'grafana-clickhouse-datasource', uid: '${datasource}' },
    fieldConfig: {
      defaults: { min: 0, custom: { spanNulls: false } },
      overrides: [
        {
          matcher: { id: 'byName', options: 'errors' },
          properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: 'green' } }, {}],
        },
        {
          matcher: { id: 'byName', options: 'median × 2' },
          properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: 'dark-red' } }, {}, {}],
        },
      ],
    },
  });
  expect(errors?.options.legend).toMatchObject({ showLegend: true });
  for (const { targets, gridPos } of series) {
    expect(targets).toEqual([
      {
        refId: 'A',
        datasource: { type: 'grafana-clickhouse-datasource', uid: '${datasource}' },
        editorType: 'sql',
        queryType: 'timeseries',
        pluginVersion: '4.0.0',
        format: 0,
        rawSql: expect.stringContaining('AS time'),
      },
    ]);
    expect(gridPos.w).toBe(24);
  }
  const bottoms = dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h);
  expect(series.map(({ gridPos }) => gridPos.y)).toEqual(bottoms.slice(0, -1));
});

test('the dashboard of a release has a box for its time, the service and the source to choose', () => {
  const { dashboard } = dashboardOf('release');
  expect(dashboard).toMatchObject({
    schemaVersion: 42,
    uid: 'uid',
    title: 'Errors of a service: release',
    time: { from: 'now-40m', to: 'now' },
    templating: {
      list: [
        { type: 'datasource', name: 'datasource', query: 'grafana-clickhouse-datasource' },
        { type: 'query', name: 'service', refresh: 2, query: expect.stringContaining('AS logging_service') },
        { type: 'textbox', name: 'released_at', query: '' },
      ],
    },
    annotations: {
      list: [
        {
          name: 'Releases',
          enable: true,
          datasource: { type: 'grafana', uid: '-- Grafana --' },
          target: { type: 'tags', tags: ['canary-verdict', '${service}'], matchAny: false, limit: 100 },
        },
      ],
    },
  });
});

test('the daily view of one service asks for nothing', () => {
  const { dashboard, series } = dashboardOf('daily', { service: "pay'ments" });
  expect(dashboard).toMatchObject({
    title: "Errors of pay'ments: daily view",
    time: { from: 'now-24h', to: 'now' },
    templating: { list: [{ name: 'datasource' }] },
    annotations: { list: [{ target: { tags: ['canary-verdict', "pay'ments"] } }] },
  });
  expect(series[0]?.targets[0]?.rawSql).toContain(String.raw`ServiceName = 'pay\'ments'`);
});

const LOOKING = { fromSeconds: 1, toSeconds: 2, variables: { service: 'pay', released_at: '' } };

test.each(LAYOUTS.flatMap(({ name }) => VIEWS.map((view) => ({ name, view }))))(
  '$name, $view: Grafana finds its own variables in the queries and no other',
  ({ name, view }) => {
    for (const service of [null, 'a${b}$__c[[d]]']) {
      const queries = dashboardOf(view, { layout: name, service }).series.flatMap(({ targets }) => targets);
      expect(queries).toHaveLength(2);
      for (const { rawSql } of queries) {
        // The range of the dashboard stands in it, and no instant that only stands for it.
        expect(rawSql).toContain('$__toTime');
        expect(expandMacros(rawSql, LOOKING)).not.toMatch(/(?<!\* )10{9}\b|20{9}|2001-09|2033-05|‹/);
      }
    }
  },
);
