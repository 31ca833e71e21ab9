import { z } from 'zod';
import { key } from './key.js';
import { common, headers, needed, neededUrl, referredSecret, text, type, url, webhookAddress } from './notify-keys.js';
import type { Resolved } from './secret.js';

const slack = z.strictObject({ type: type('slack'), url: webhookAddress('${SLACK_WEBHOOK_URL}'), ...common });

const teams = z.strictObject({ type: type('teams'), url: webhookAddress('${TEAMS_WEBHOOK_URL}'), ...common });

const webhook = z.strictObject({
  type: type('webhook'),
  url: neededUrl('Where to post the JSON report.', 'https://ops.example.org/canary'),
  secret: key(referredSecret(), {
    says: 'Key of the HMAC-SHA256 signature.',
    unit: 'text',
    otherwise: 'no signature',
    example: '${WEBHOOK_SECRET}',
  }),
  headers,
  ...common,
});

const pagerduty = z.strictObject({
  type: type('pagerduty'),
  routingKey: needed(referredSecret(), 'Integration key of the Events API v2.', 'text', '${PAGERDUTY_ROUTING_KEY}'),
  url: url('Where the Events API is.', 'https://events.pagerduty.com', 'https://events.eu.pagerduty.com'),
  ...common,
});

const opsgenie = z.strictObject({
  type: type('opsgenie'),
  apiKey: needed(referredSecret(), 'Key of an API integration.', 'text', '${OPSGENIE_API_KEY}'),
  url: url('Where the API is.', 'https://api.opsgenie.com', 'https://api.eu.opsgenie.com'),
  team: text('The team that is to answer.', "the integration's own", 'payments'),
  ...common,
});

const alertmanager = z.strictObject({
  type: type('alertmanager'),
  url: neededUrl('Where the Alertmanager is.', 'http://alertmanager:9093'),
  headers,
  labels: key(z.record(z.string().regex(/^[a-zA-Z_]\w*$/), z.string()), {
    says: 'Labels for the routing, beside alertname, severity, service and environment.',
    unit: 'texts by name',
    otherwise: 'none',
    example: { team: 'payments' },
  }),
  firesFor: key(z.string(), {
    says: 'How long an alert fires that no pass resolves.',
    unit: 'duration',
    otherwise: '24h',
    example: '4h',
  }),
  ...common,
});

const moira = z.strictObject({
  type: type('moira'),
  url: neededUrl('What takes the webhooks of Moira.', 'https://ops.example.org/moira'),
  headers,
  ...common,
});

const grafana = z.strictObject({
  type: type('grafana'),
  url: neededUrl('Where Grafana is.', 'https://grafana.example.org'),
  token: needed(referredSecret(), 'Token of a service account that may write annotations.', 'text', '${GRAFANA_TOKEN}'),
  dashboardUid: text('The dashboard that gets the annotation.', 'all that ask for its tags', 'abc123'),
  panelId: key(z.int().min(1), {
    says: 'The panel of the dashboard.',
    unit: 'number',
    otherwise: 'the whole dashboard',
    example: 2,
  }),
  tags: key(z.array(z.string().min(1)), {
    says: 'Tags beside canary-verdict, the verdict and the service.',
    unit: 'texts',
    otherwise: 'none',
    example: ['payments'],
  }),
  ...common,
});

const email = z.strictObject({
  type: type('email'),
  host: needed(z.string().min(1), 'The SMTP server.', 'host', 'smtp.example.org'),
  port: key(z.int().min(1).max(65_535), {
    says: 'Its port.',
    unit: 'number',
    otherwise: '587, or 465 with tls: implicit',
    example: 587,
  }),
  tls: key(z.enum(['starttls', 'implicit', 'none']), {
    says: 'How the connection is encrypted; starttls and implicit accept no plain one.',
    unit: 'name',
    otherwise: 'starttls',
    example: 'implicit',
  }),
  user: text('Who sends.', 'nobody logs in', 'canary-verdict'),
  password: key(referredSecret(), {
    says: 'The password of the user.',
    unit: 'text',
    otherwise: 'none',
    example: '${SMTP_PASSWORD}',
  }),
  from: needed(z.string().min(3), 'The sender.', 'mail address', 'canary-verdict <ci@example.org>'),
  to: needed(z.array(z.string().min(3)).min(1), 'The receivers.', 'mail addresses', ['payments@example.org']),
  ...common,
});

export const notifySchema = z.array(
  z.discriminatedUnion('type', [slack, teams, webhook, pagerduty, opsgenie, alertmanager, moira, grafana, email]),
);

export type NotifySection = Resolved<z.output<typeof notifySchema>>;
