import { shortened } from '../core/text/cut.js';
import { plainMessage } from './message.js';
import { below } from './secrets.js';
import type { NotifyEvent, Opsgenie } from './settings.js';
import { jsonRequest, type HttpRequest, type Telling } from './telling.js';

/** Limits of the Alert API, https://docs.opsgenie.com/docs/alert-api */
const LONGEST_MESSAGE = 130;
const LONGEST_DESCRIPTION = 15_000;
const LONGEST_ENTITY = 512;

const PRIORITIES = {
  rollback: 'P1',
  error: 'P3',
  inconclusive: 'P3',
} as const satisfies Partial<Record<NotifyEvent, string>>;

/** An alert for Opsgenie: what went wrong opens one, a pass closes it. */
export function opsgenieRequest(settings: Opsgenie, telling: Telling): HttpRequest {
  const headers = { authorization: `GenieKey ${settings.apiKey()}` };
  const { event } = telling.message;
  if (event === 'pass' || event === 'recovered') {
    const path = `/v2/alerts/${encodeURIComponent(telling.key)}/close?identifierType=alias`;
    return jsonRequest(below(settings.url, path), { source: 'canary-verdict', note: telling.message.title }, headers);
  }
  const alert = opsgenieAlert(telling, PRIORITIES[event], settings.team);
  return jsonRequest(below(settings.url, '/v2/alerts'), alert, headers);
}

/** The alert that is opened. */
export function opsgenieAlert({ message, key }: Telling, priority: string, team: string | null) {
  const { event, title, facts } = message;
  return {
    message: shortened(title, LONGEST_MESSAGE),
    alias: key,
    description: shortened(plainMessage(message), LONGEST_DESCRIPTION),
    ...(team !== null && { responders: [{ type: 'team', name: team }] }),
    tags: ['canary-verdict', event],
    details: Object.fromEntries(facts.map(({ name, value }) => [name, value])),
    entity: shortened(facts.find(({ name }) => name === 'Service')?.value ?? '', LONGEST_ENTITY),
    source: 'canary-verdict',
    priority,
  };
}
