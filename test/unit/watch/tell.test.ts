import { expect, test } from 'vitest';
import type { Evaluation } from '../../../src/core/watch/evaluation.js';
import { eventFor } from '../../../src/notify/event.js';
import { keyOf } from '../../../src/notify/key.js';
import { messageOf } from '../../../src/notify/message.js';
import type { NotifyEvent } from '../../../src/notify/settings.js';
import { noticeOf } from '../../../src/watch/tell.js';

const context = { service: 'payments', environment: null, reportUrl: null, runbooks: {}, acceptAfterMs: 86_400_000 };
const blind = (cause: 'no-data' | 'source-failed'): Evaluation => ({
  kind: 'blind',
  atMs: 0,
  cause,
  reason: { code: 'refused', message: 'Nobody listens there.' },
});

const ALL: readonly NotifyEvent[] = ['rollback', 'inconclusive', 'error', 'recovered'];
test.for([
  { event: 'crossed', believed: 'seeing', when: ALL, is: 'rollback', why: 'too many errors' },
  { event: 'blind', believed: 'seeing', cause: 'no-data', when: ALL, is: 'inconclusive', why: 'no data' },
  { event: 'blind', believed: 'seeing', cause: 'source-failed', when: ALL, is: 'error', why: 'a source that fails' },
  { event: 'recovered', believed: 'seeing', when: ['rollback', 'recovered'], is: 'recovered', why: 'the end is told' },
  { event: 'recovered', believed: 'seeing', when: ['rollback'], is: null, why: 'to those who want to hear of it' },
  { event: 'seeing', believed: 'source-failed', when: ALL, is: 'recovered', why: 'the end of a failure' },
  { event: 'seeing', believed: 'no-data', when: ['error', 'recovered'], is: null, why: 'of which it never heard' },
  { event: 'seeing', believed: 'no-data', when: ['rollback', 'recovered'], is: null, why: 'which is no recovery' },
] as const)('$event after $believed, for $when: $is, $why', ({ event, believed, when, is, ...rest }) => {
  const notice = noticeOf(event, blind('cause' in rest ? rest.cause : 'no-data'), believed, context);
  expect(eventFor({ type: 'slack', when }, notice, false)).toBe(is);
});

test('no release closes what is told between releases, and no message speaks of a verdict', () => {
  const notice = noticeOf('crossed', blind('no-data'), 'seeing', context);
  expect(keyOf(notice)).not.toBe(keyOf({ service: 'payments', environment: null }));
  const message = messageOf(notice, 'rollback');
  expect(message.title).toBe('Too many errors: payments');
  expect(message.facts.map(({ name }) => name)).not.toContain('Verdict');
});

test('what became usual is told as that', () => {
  const { sentence } = noticeOf('accepted', blind('no-data'), 'seeing', context);
  expect(sentence).toBe('It has been so for 1d and counts as usual from now on: Nobody listens there.');
});
