import { expect, test } from 'vitest';
import { moiraTrigger, type MoiraSubject } from '../../../src/dashboards/alerts/moira.js';
import { evaluateTrigger } from '../../helpers/moira.js';

const SUBJECT: MoiraSubject = {
  service: 'payments',
  level: 'ERROR',
  sensitivity: 2,
  beforeSeconds: 1800,
  runbookUrl: null,
  metric: 'SERVICE.logs.LEVEL',
  metricsTtlSeconds: 3600,
};

test('the trigger is what PUT /api/trigger takes, field by field', () => {
  const errors = 'sumSeries(payments.logs.{ERROR,FATAL},scale(payments.logs.*,0))';
  expect(moiraTrigger(SUBJECT)).toEqual({
    id: 'canary-verdict-payments',
    name: 'payments: errors over 2 × the usual',
    desc: 'More than 2 times the median of the last 30 minutes, and at least 3 in an interval. NODATA: not a single line for 10 minutes. What to do: canary-verdict explain errors-over-limit',
    targets: [errors, `scale(movingMedian(${errors},'30min'),2)`],
    trigger_type: 'expression',
    expression: 't1 > t2 && t1 >= 3 ? ERROR : OK',
    warn_value: null,
    error_value: null,
    tags: ['canary-verdict', 'payments'],
    ttl: 600,
    ttl_state: 'NODATA',
    trigger_source: 'graphite_local',
    cluster_id: 'default',
    alone_metrics: { t2: true },
    mute_new_metrics: true,
  });
});

test('a service may have dots in its name, as the names of its counters have', () => {
  const { id, targets } = moiraTrigger({ ...SUBJECT, service: 'shop.payments' });
  expect([id, targets[0]]).toEqual([
    'canary-verdict-shop.payments',
    'sumSeries(shop.payments.logs.{ERROR,FATAL},scale(shop.payments.logs.*,0))',
  ]);
});

test('level, names and runbook are the ones that were given', () => {
  const { targets, desc } = moiraTrigger({
    ...SUBJECT,
    level: 'FATAL',
    metric: 'stats.*.SERVICE.HOST.LEVEL',
    beforeSeconds: 45,
    runbookUrl: 'https://wiki.example.org/errors',
  });
  expect(targets[1]).toBe(
    "scale(movingMedian(sumSeries(stats.*.payments.*.FATAL,scale(stats.*.payments.*.*,0)),'45s'),2)",
  );
  expect(desc).toContain('https://wiki.example.org/errors');
});

test.for([
  { change: { beforeSeconds: 7200 }, says: 'more than Moira keeps' },
  { change: { service: 'pay,ments' }, says: 'has no room for the service' },
  { change: { service: 'a..b' }, says: 'has no room for the service' },
  { change: { metric: 'logs?service=SERVICE&level=LEVEL' }, says: 'needs names with dots' },
  { change: { metric: 'SERVICE.logs' }, says: 'no place for the level' },
])('refused: $says', ({ change, says }) => {
  expect(() => moiraTrigger({ ...SUBJECT, ...change })).toThrow(says);
});

const quiet = (count: number) => Array.from({ length: 60 }, () => count);

test.for([
  {
    errors: [...quiet(4), 8],
    state: 'OK',
    why: 'exactly median × sensitivity is not above it: Moira’s own rising would alarm',
  },
  { errors: [...quiet(4), 9], state: 'ERROR', why: 'above it' },
  { errors: [...quiet(0), 1], state: 'OK', why: 'one error of a service that has none' },
  { errors: [...quiet(0), 3], state: 'ERROR', why: 'three of them' },
  { errors: [...quiet(4), 40, 40, 40, 4], state: 'OK', why: 'recovered' },
  { errors: [...quiet(4), null], state: 'OK', why: 'zero errors are zero while lines of any level come' },
  {
    errors: [...quiet(4), ...Array.from({ length: 20 }, () => null)],
    lines: quiet(100),
    state: 'NODATA',
    why: 'nobody speaks',
  },
  { errors: [9], state: 'NODATA', why: 'no half hour to compare with yet' },
] as const)('$state: $why', ({ errors, state, ...given }) => {
  const lines = 'lines' in given ? given.lines : errors.map(() => 100);
  const series = { 'payments.logs.ERROR': [...errors], 'payments.logs.INFO': [...lines] };
  expect(evaluateTrigger(moiraTrigger(SUBJECT), series, 30)).toBe(state);
});
