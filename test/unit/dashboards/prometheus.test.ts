import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { prometheusRules, type PrometheusSubject } from '../../../src/dashboards/alerts/prometheus.js';

const SUBJECT: PrometheusSubject = {
  service: 'payments',
  level: 'FATAL',
  sensitivity: 2,
  beforeSeconds: 1800,
  waitSeconds: 300,
  runbookUrl: 'https://wiki.example.org/errors',
  metric: 'logs_total?service=SERVICE&level=LEVEL',
};

/** The rules as Prometheus reads them. */
function rulesOf(subject: PrometheusSubject): readonly Record<string, unknown>[] {
  const { groups } = parse(prometheusRules([subject])) as {
    groups: { name: string; rules: Record<string, unknown>[] }[];
  };
  expect(groups).toHaveLength(1);
  return groups[0]!.rules;
}

test('the file is read back as two rules, with everything Prometheus asks for', () => {
  const errors =
    'sum by (service) (increase(logs_total{service="payments",level=~"(?i:fatal|ftl|critical|crit|alert|emerg|emergency|panic|dpanic|f)"}[5m]))';
  const lines = 'sum by (service) (increase(logs_total{service="payments"}[5m]))';
  expect(rulesOf(SUBJECT)).toEqual([
    {
      alert: 'ErrorsOverUsual',
      expr: `${errors}\n  > 2 * quantile_over_time(0.5, (${errors} or 0 * ${lines})[30m:30s] offset 5m)\nand ${errors}\n  >= 3\n`,
      for: '1m',
      keep_firing_for: '5m',
      labels: { severity: 'critical', service: 'payments' },
      annotations: {
        summary: 'payments: more than 2 times the usual errors',
        description: '{{ $value | printf "%.0f" }} errors in 5m, over 2 times the median of the 30m before.',
        runbook_url: 'https://wiki.example.org/errors',
      },
    },
    {
      alert: 'NoLogLines',
      expr: 'absent_over_time(logs_total{service="payments"}[10m])',
      labels: { severity: 'warning', service: 'payments' },
      annotations: {
        summary: 'payments: no counter of log lines for 10 minutes',
        description: 'Without lines of any level, no errors mean nothing.',
        runbook_url: 'https://wiki.example.org/errors',
      },
    },
  ]);
});

test('without a service each one is watched on its own', () => {
  const [rule, silent] = rulesOf({
    ...SUBJECT,
    service: null,
    metric: 'logback_events_total?app=SERVICE&level=LEVEL',
    runbookUrl: null,
  });
  expect(rule).toMatchObject({
    expr: expect.stringContaining('sum by (app) (increase(logback_events_total{level=~'),
    annotations: {
      summary: '{{ or $labels.app "Nobody" }}: more than 2 times the usual errors',
      runbook: 'canary-verdict explain errors-over-limit',
    },
  });
  expect(silent!['expr']).toContain('unless count by (app) (count_over_time(logback_events_total[10m]))');
});

test('each service has a group of its own', () => {
  const { groups } = parse(prometheusRules([SUBJECT, { ...SUBJECT, service: 'search', sensitivity: 4 }])) as {
    groups: { name: string; rules: { expr: string }[] }[];
  };
  expect(groups.map(({ name }) => name)).toEqual(['canary-verdict payments', 'canary-verdict search']);
  expect(groups[1]?.rules[0]?.expr).toMatch(/service="search"[^]*> 4 \*/);
});

test('a service with quotes stays one text', () => {
  const [rule] = rulesOf({ ...SUBJECT, service: 'a"} or vector(1) #\\' });
  expect(rule!['expr']).toContain(String.raw`{service="a\"} or vector(1) #\\",`);
});

test.for(['SERVICE.logs.LEVEL', 'logs_total', 'logs total?level=LEVEL', 'logs_total?le-vel=LEVEL'])(
  '%s is no counter',
  (metric) => {
    expect(() => prometheusRules([{ ...SUBJECT, metric }])).toThrow(
      /names no Prometheus counter|no place for the level/,
    );
  },
);
