import { formatInstant } from '../core/time.js';
import { below, revealed } from './secrets.js';
import type { Alertmanager, NotifyEvent } from './settings.js';
import { jsonRequest, type HttpRequest, type Telling } from './telling.js';

const ALERTS = {
  rollback: { alertname: 'CanaryRollback', severity: 'critical' },
  inconclusive: { alertname: 'CanaryInconclusive', severity: 'warning' },
  error: { alertname: 'CanaryNotJudged', severity: 'warning' },
} as const satisfies Partial<Record<NotifyEvent, object>>;

/** The same for a service between releases. */
const WATCH_ALERTS = {
  rollback: { alertname: 'ErrorsOverLimit', severity: 'critical' },
  inconclusive: { alertname: 'ErrorsWithoutData', severity: 'warning' },
  error: { alertname: 'ErrorsNotJudged', severity: 'warning' },
} as const satisfies Partial<Record<NotifyEvent, object>>;

/** Alerts for an Alertmanager, https://prometheus.io/docs/alerting/latest/alerts_api/ */
export function alertmanagerRequest(settings: Alertmanager, telling: Telling): HttpRequest {
  const alerts = alertmanagerAlerts(settings, telling);
  return jsonRequest(below(settings.url, '/api/v2/alerts'), alerts, revealed(settings.headers));
}

/**
 * The alert that fires; or, after a pass, the end of each that may be firing. An alert is known by its labels alone, so
 * nothing that differs from run to run is one.
 */
export function alertmanagerAlerts(
  { labels, when, firesForMs }: Pick<Alertmanager, 'labels' | 'when' | 'firesForMs'>,
  { message, notice, nowMs }: Telling,
) {
  const { event, title, sentence, signature } = message;
  const alertsOf = notice.watch === undefined ? ALERTS : WATCH_ALERTS;
  const name = (fact: string) => message.facts.find((each) => each.name === fact)?.value;
  const [service, environment] = [name('Service'), name('Environment')];
  const known = {
    ...(service !== undefined && { service }),
    ...(environment !== undefined && { environment }),
  };
  if (event === 'pass' || event === 'recovered') {
    return Object.entries(alertsOf)
      .filter(([kind]) => when.some((each) => each === kind))
      .map(([, alert]) => ({ labels: { ...labels, ...known, ...alert }, endsAt: formatInstant(nowMs) }));
  }
  const link = notice.reportUrl ?? notice.runbookUrl;
  return [
    {
      labels: { ...labels, ...known, ...alertsOf[event] },
      annotations: {
        summary: title,
        description: sentence,
        ...(signature !== null && { signature }),
        ...(notice.runbookUrl !== null && { runbook_url: notice.runbookUrl }),
      },
      startsAt: formatInstant(nowMs),
      // Without an end it would be resolved after five minutes, though nobody has rolled back.
      endsAt: formatInstant(nowMs + firesForMs),
      ...(link !== null && { generatorURL: link }),
    },
  ];
}
