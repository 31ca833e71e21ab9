import { shortened } from '../core/text/cut.js';
import { plainMessage } from './message.js';
import { below } from './secrets.js';
import type { NotifyEvent, PagerDuty } from './settings.js';
import { jsonRequest, type HttpRequest, type Telling } from './telling.js';

/** Limits of the Events API v2, https://developer.pagerduty.com/docs/send-alert-event */
const LONGEST_SUMMARY = 1024;

const SEVERITIES = {
  rollback: 'critical',
  error: 'error',
  inconclusive: 'warning',
} as const satisfies Partial<Record<NotifyEvent, string>>;

/** An event for PagerDuty: what went wrong opens an incident, a pass resolves it. */
export function pagerDutyRequest({ url, routingKey }: PagerDuty, telling: Telling): HttpRequest {
  return jsonRequest(below(url, '/v2/enqueue'), { routing_key: routingKey(), ...pagerDutyEvent(telling) });
}

/** The event without its routing key, which is a secret. */
export function pagerDutyEvent({ message, notice, key, nowMs }: Telling) {
  const { event, title, sentence, facts, links } = message;
  if (event === 'pass' || event === 'recovered') return { event_action: 'resolve', dedup_key: key };
  return {
    event_action: 'trigger',
    dedup_key: key,
    client: 'canary-verdict',
    ...(notice.reportUrl !== null && { client_url: notice.reportUrl }),
    payload: {
      summary: shortened(`${title}: ${sentence}`, LONGEST_SUMMARY),
      source: facts.find(({ name }) => name === 'Service')?.value ?? 'canary-verdict',
      severity: SEVERITIES[event],
      timestamp: new Date(nowMs).toISOString(),
      class: notice.reasons[0]?.code ?? event,
      custom_details: {
        ...Object.fromEntries(facts.map(({ name, value }) => [name, value])),
        message: plainMessage(message),
      },
    },
    links: links.map(({ text, url }) => ({ href: url, text })),
  };
}
