import { expect, test } from 'vitest';
import { eventFor } from '../../../src/notify/event.js';
import { keyOf } from '../../../src/notify/key.js';
import type { NotifyEvent, Notifier } from '../../../src/notify/settings.js';

interface Row {
  readonly type: Notifier['type'];
  readonly when: readonly NotifyEvent[];
  readonly occasion: 'rollback' | 'pass' | 'inconclusive' | 'error';
  readonly wasRolledBack?: boolean;
  readonly event: NotifyEvent | null;
}

test.for<Row>([
  { type: 'slack', when: ['rollback'], occasion: 'rollback', event: 'rollback' },
  { type: 'slack', when: ['rollback'], occasion: 'inconclusive', event: null },
  { type: 'slack', when: ['rollback', 'error'], occasion: 'error', event: 'error' },
  { type: 'slack', when: ['recovered'], occasion: 'pass', event: null },
  { type: 'slack', when: ['recovered'], occasion: 'pass', wasRolledBack: true, event: 'recovered' },
  { type: 'slack', when: ['pass'], occasion: 'pass', wasRolledBack: true, event: 'pass' },
  { type: 'slack', when: ['pass', 'recovered'], occasion: 'pass', event: 'pass' },
  { type: 'slack', when: ['recovered'], occasion: 'inconclusive', wasRolledBack: true, event: null },
  { type: 'pagerduty', when: ['rollback', 'recovered'], occasion: 'pass', event: 'recovered' },
  { type: 'opsgenie', when: ['rollback', 'recovered'], occasion: 'pass', event: 'recovered' },
  { type: 'alertmanager', when: ['rollback', 'recovered'], occasion: 'pass', event: 'recovered' },
  { type: 'pagerduty', when: ['rollback'], occasion: 'pass', event: null },
])('$type for $when: $occasion (rolled back before: $wasRolledBack) is $event', (row) => {
  expect(eventFor(row, row, row.wasRolledBack ?? false)).toBe(row.event);
});

test('a key is the same for each run of a service in an environment, differs between them, and is never too long', () => {
  expect(keyOf({ service: 'a', environment: 'b' })).toBe('canary-verdict:b:a');
  const keys = [
    { service: 'a:b', environment: 'c' },
    { service: 'a', environment: 'c:b' },
    { service: 'a', environment: null },
    { service: null, environment: 'a' },
    { service: 'x'.repeat(9999), environment: null },
    { service: 'x'.repeat(9998), environment: null },
  ].map(keyOf);
  expect(new Set(keys).size).toBe(keys.length);
  expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(255);
});
