import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestOf } from '../../../src/notify/request-of.js';
import type { Email, Notifier } from '../../../src/notify/settings.js';
import type { HttpRequest, Telling } from '../../../src/notify/telling.js';
import { anyTelling, rollbackNotice, tellingOf } from '../../helpers/notices.js';
import {
  alertmanagerSchema,
  grafanaSchema,
  moiraSchema,
  opsgenieSchema,
  pagerDutySchema,
  slackSchema,
  teamsSchema,
} from '../../helpers/service-schemas.js';

type HttpNotifier = Exclude<Notifier, Email>;

const common = { when: ['rollback', 'inconclusive', 'recovered'], timeoutMs: 1000, retries: 0, state: null } as const;
const url = () => 'https://service.test/';

const notifiers = {
  slack: { ...common, type: 'slack', url },
  teams: { ...common, type: 'teams', url },
  webhook: { ...common, type: 'webhook', url, secret: () => 'hush', headers: { 'X-Team': () => 'payments' } },
  pagerduty: { ...common, type: 'pagerduty', url, routingKey: () => 'r'.repeat(32) },
  opsgenie: { ...common, type: 'opsgenie', url, apiKey: () => 'api-key', team: 'payments' },
  alertmanager: {
    ...common,
    type: 'alertmanager',
    url,
    headers: {},
    labels: { team: 'payments' },
    firesForMs: 3_600_000,
  },
  moira: { ...common, type: 'moira', url, headers: {} },
  grafana: { ...common, type: 'grafana', url, token: () => 'token', dashboardUid: 'abc', panelId: 2, tags: ['x'] },
} as const satisfies Record<HttpNotifier['type'], HttpNotifier>;

function request(notifier: HttpNotifier, telling: Telling): HttpRequest & { readonly content: never } {
  const made = requestOf(notifier, telling);
  return { ...made, content: JSON.parse(made.body) as never };
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);

describe('whatever there is to tell, the body is one that its service takes', () => {
  const isOpening = ({ message }: Telling) => message.event !== 'pass' && message.event !== 'recovered';
  test.for([
    { notifier: notifiers.slack, schema: slackSchema, longest: 1_000_000, tellings: anyTelling },
    { notifier: notifiers.teams, schema: teamsSchema, longest: 28_000, tellings: anyTelling },
    { notifier: notifiers.pagerduty, schema: pagerDutySchema, longest: 512_000, tellings: anyTelling },
    {
      notifier: notifiers.opsgenie,
      schema: opsgenieSchema,
      longest: 1_000_000,
      tellings: anyTelling.filter(isOpening),
    },
    { notifier: notifiers.alertmanager, schema: alertmanagerSchema, longest: 1_000_000, tellings: anyTelling },
    { notifier: notifiers.moira, schema: moiraSchema, longest: 1_000_000, tellings: anyTelling },
    { notifier: notifiers.grafana, schema: grafanaSchema, longest: 1_000_000, tellings: anyTelling },
  ])('$notifier.type', ({ notifier, schema, longest, tellings }) => {
    const validate = ajv.compile(schema);
    fc.assert(
      fc.property(tellings, (telling) => {
        const { body, content } = request(notifier, telling);
        validate(content);
        expect(validate.errors).toBeNull();
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(longest);
      }),
    );
  });
});

const rollback = tellingOf(rollbackNotice, 'rollback');
const recovered = tellingOf({ ...rollbackNotice, occasion: 'pass', exitCode: 0 }, 'recovered');

test('every notification says what, where, which, why, and where to read on', () => {
  for (const notifier of [notifiers.slack, notifiers.teams, notifiers.pagerduty, notifiers.opsgenie, notifiers.moira]) {
    const { body } = request(notifier, rollback);
    for (const fact of [
      'Rollback',
      'payments',
      'production',
      '1.4.2',
      '152 errors after the release',
      'new error, 38 lines: NullPointerException: cannot read ',
      'errors-over-limit',
      'https://ci.test/7',
      'https://wiki.test/over',
    ]) {
      expect(body, notifier.type).toContain(fact);
    }
  }
});

test('a rollback hook that failed is told', () => {
  const notice = { ...rollbackNotice, failedHooks: ['on-rollback hook (undo.sh) failed: it ended with code 7'] };
  for (const notifier of Object.values(notifiers).filter(({ type }) => type !== 'webhook' && type !== 'alertmanager')) {
    expect(request(notifier, tellingOf(notice, 'rollback')).body, notifier.type).toContain('(undo.sh) failed');
  }
});

describe('what a pass closes', () => {
  test('PagerDuty resolves under the key it was triggered with', () => {
    const key = 'canary-verdict:production:payments';
    expect(request(notifiers.pagerduty, rollback)).toMatchObject({
      url: 'https://service.test/v2/enqueue',
      content: { event_action: 'trigger', dedup_key: key, payload: { severity: 'critical' } },
    });
    expect(request(notifiers.pagerduty, recovered).content).toEqual({
      routing_key: 'r'.repeat(32),
      event_action: 'resolve',
      dedup_key: key,
    });
  });

  test('Opsgenie closes the alias', () => {
    const headers = { authorization: 'GenieKey api-key' };
    expect(request(notifiers.opsgenie, rollback)).toMatchObject({
      url: 'https://service.test/v2/alerts',
      headers,
      content: { alias: 'canary-verdict:production:payments', priority: 'P1' },
    });
    expect(request(notifiers.opsgenie, recovered)).toMatchObject({
      url: 'https://service.test/v2/alerts/canary-verdict%3Aproduction%3Apayments/close?identifierType=alias',
      headers,
    });
  });

  test('Alertmanager gets the end of the very alerts that may be firing', () => {
    const labels = { team: 'payments', service: 'payments', environment: 'production' };
    const firing = { ...labels, alertname: 'CanaryRollback', severity: 'critical' };
    expect(request(notifiers.alertmanager, rollback)).toMatchObject({
      url: 'https://service.test/api/v2/alerts',
      content: [{ labels: firing, startsAt: '2026-03-01T12:05:01Z', endsAt: '2026-03-01T13:05:01Z' }],
    });
    expect(request(notifiers.alertmanager, recovered).content).toEqual([
      { labels: firing, endsAt: '2026-03-01T12:05:01Z' },
      { labels: { ...labels, alertname: 'CanaryInconclusive', severity: 'warning' }, endsAt: '2026-03-01T12:05:01Z' },
    ]);
  });

  test('the version of the release that opened it is no part of any key', () => {
    const next = tellingOf({ ...rollbackNotice, version: '1.4.3' }, 'recovered');
    expect(next.key).toBe(rollback.key);
  });
});

test('Grafana marks the judged window', () => {
  expect(request(notifiers.grafana, rollback)).toMatchObject({
    headers: { authorization: 'Bearer token' },
    content: {
      time: Date.UTC(2026, 2, 1, 12, 0),
      timeEnd: Date.UTC(2026, 2, 1, 12, 5),
      dashboardUID: 'abc',
      panelId: 2,
    },
  });
});
