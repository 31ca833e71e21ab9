import { escapeHtml } from './escape-html.js';
import { plainMessage } from './message.js';
import { below } from './secrets.js';
import type { Grafana } from './settings.js';
import { jsonRequest, type HttpRequest, type Telling } from './telling.js';

/** An annotation in Grafana, https://grafana.com/docs/grafana/latest/developers/http_api/annotations/ */
export function grafanaRequest(settings: Grafana, telling: Telling): HttpRequest {
  const headers = { authorization: `Bearer ${settings.token()}` };
  return jsonRequest(below(settings.url, '/api/annotations'), grafanaAnnotation(settings, telling), headers);
}

/** A region over the judged window where there is one, else the moment. Grafana shows the text as HTML. */
export function grafanaAnnotation(
  { dashboardUid, panelId, tags }: Pick<Grafana, 'dashboardUid' | 'panelId' | 'tags'>,
  { message, notice, nowMs }: Telling,
) {
  const { releasedAt, judgedUntil } = notice;
  const service = message.facts.find(({ name }) => name === 'Service')?.value;
  return {
    ...(dashboardUid !== null && { dashboardUID: dashboardUid }),
    ...(panelId !== null && { panelId }),
    ...(releasedAt !== null && judgedUntil !== null
      ? { time: Date.parse(releasedAt), timeEnd: Date.parse(judgedUntil) }
      : { time: nowMs }),
    tags: ['canary-verdict', message.event, ...(service === undefined ? [] : [service]), ...tags],
    text: escapeHtml(`${message.title}\n${plainMessage(message)}`).replaceAll('\n', '<br>'),
  };
}
