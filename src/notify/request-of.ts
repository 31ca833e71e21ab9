import { alertmanagerRequest } from './alertmanager.js';
import { grafanaRequest } from './grafana.js';
import { moiraRequest } from './moira.js';
import { opsgenieRequest } from './opsgenie.js';
import { pagerDutyRequest } from './pagerduty.js';
import type { Email, Notifier } from './settings.js';
import { slackRequest } from './slack.js';
import { teamsRequest } from './teams.js';
import type { HttpRequest, Telling } from './telling.js';
import { webhookRequest } from './webhook.js';

/** Puts what is to be told into the form of its service: a new service is one file and one line here. */
export function requestOf(notifier: Exclude<Notifier, Email>, telling: Telling): HttpRequest {
  switch (notifier.type) {
    case 'slack':
      return slackRequest(notifier, telling);
    case 'teams':
      return teamsRequest(notifier, telling);
    case 'webhook':
      return webhookRequest(notifier, telling);
    case 'pagerduty':
      return pagerDutyRequest(notifier, telling);
    case 'opsgenie':
      return opsgenieRequest(notifier, telling);
    case 'alertmanager':
      return alertmanagerRequest(notifier, telling);
    case 'moira':
      return moiraRequest(notifier, telling);
    case 'grafana':
      return grafanaRequest(notifier, telling);
  }
}
