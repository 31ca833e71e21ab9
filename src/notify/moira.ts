import { plainMessage } from './message.js';
import { revealed } from './secrets.js';
import type { Moira, NotifyEvent } from './settings.js';
import { jsonRequest, type HttpRequest, type Telling } from './telling.js';

const STATES = {
  rollback: 'ERROR',
  inconclusive: 'WARN',
  error: 'EXCEPTION',
  pass: 'OK',
  recovered: 'OK',
} as const satisfies Record<NotifyEvent, string>;

/**
 * What Moira itself posts to a contact of the kind "webhook", so that whatever takes Moira's alerts takes ours. Moira has
 * no way in for alerts of others: https://moira.readthedocs.io/en/latest/installation/webhooks_scripts.html
 */
export function moiraRequest({ url, headers }: Moira, telling: Telling): HttpRequest {
  return jsonRequest(url(), moiraAlert(telling), revealed(headers));
}

/** The alert of one trigger with one event. */
export function moiraAlert({ message, notice, key, nowMs }: Telling) {
  const { event, title } = message;
  return {
    trigger: {
      id: key,
      name: title,
      description: plainMessage(message),
      tags: ['canary-verdict', ...message.facts.filter(({ name }) => name === 'Environment').map(({ value }) => value)],
    },
    events: [
      {
        metric: key,
        value: notice.exitCode,
        timestamp: Math.floor(nowMs / 1000),
        trigger_event: true,
        state: STATES[event],
        // Whoever has not told us of a rollback knows of nothing but OK.
        old_state: event === 'recovered' ? 'ERROR' : 'OK',
      },
    ],
    contact: { type: 'webhook', value: '', id: '', user: '' },
    plot: '',
    throttled: false,
  };
}
