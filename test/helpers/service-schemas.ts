/** What each service takes, from its own documentation: fields, values and limits. */
import { strict } from './strict-schema.js';

const text = (maxLength: number, minLength = 1) => ({ type: 'string', minLength, maxLength });

const plainText = (maxLength: number) =>
  strict({ type: { const: 'plain_text' }, text: text(maxLength) }, { emoji: { type: 'boolean' } });

const mrkdwn = (maxLength: number) =>
  strict({ type: { const: 'mrkdwn' }, text: text(maxLength), verbatim: { const: true } });

/** https://docs.slack.dev/reference/block-kit/blocks */
export const slackSchema = strict({
  text: text(40_000),
  blocks: {
    type: 'array',
    minItems: 1,
    maxItems: 50,
    items: {
      anyOf: [
        strict({ type: { const: 'header' }, text: plainText(150) }),
        strict({ type: { const: 'section' }, text: mrkdwn(3000) }),
        strict({
          type: { const: 'section' },
          fields: { type: 'array', minItems: 1, maxItems: 10, items: mrkdwn(2000) },
        }),
        strict({
          type: { const: 'actions' },
          elements: {
            type: 'array',
            minItems: 1,
            maxItems: 25,
            items: strict({ type: { const: 'button' }, text: plainText(75), url: { type: 'string', maxLength: 3000 } }),
          },
        }),
      ],
    },
  },
});

/** http://adaptivecards.io/schemas/adaptive-card.json, version 1.4, as far as we use it. */
export const teamsSchema = strict({
  type: { const: 'message' },
  attachments: {
    type: 'array',
    minItems: 1,
    maxItems: 1,
    items: strict({
      contentType: { const: 'application/vnd.microsoft.card.adaptive' },
      contentUrl: { const: null },
      content: strict({
        $schema: { const: 'http://adaptivecards.io/schemas/adaptive-card.json' },
        type: { const: 'AdaptiveCard' },
        version: { const: '1.4' },
        fallbackText: { type: 'string' },
        msteams: strict({ width: { const: 'Full' } }),
        body: {
          type: 'array',
          minItems: 1,
          items: strict({
            type: { const: 'RichTextBlock' },
            inlines: {
              type: 'array',
              minItems: 1,
              items: strict(
                { type: { const: 'TextRun' }, text: { type: 'string' } },
                {
                  size: { enum: ['Default', 'Small', 'Medium', 'Large', 'ExtraLarge'] },
                  weight: { enum: ['Default', 'Lighter', 'Bolder'] },
                  color: { enum: ['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'] },
                  fontType: { enum: ['Default', 'Monospace'] },
                },
              ),
            },
          }),
        },
        actions: {
          type: 'array',
          maxItems: 6,
          items: strict({
            type: { const: 'Action.OpenUrl' },
            title: { type: 'string' },
            url: { type: 'string', format: 'uri' },
          }),
        },
      }),
    }),
  },
});

/** https://developer.pagerduty.com/docs/send-alert-event */
export const pagerDutySchema = {
  anyOf: [
    strict({ routing_key: text(32, 32), event_action: { const: 'resolve' }, dedup_key: text(255) }),
    strict(
      {
        routing_key: text(32, 32),
        event_action: { const: 'trigger' },
        dedup_key: text(255),
        payload: strict(
          {
            summary: text(1024),
            source: text(1024),
            severity: { enum: ['critical', 'error', 'warning', 'info'] },
          },
          {
            timestamp: { type: 'string', format: 'date-time' },
            class: { type: 'string' },
            custom_details: { type: 'object' },
          },
        ),
      },
      {
        client: { type: 'string' },
        client_url: { type: 'string', format: 'uri' },
        links: {
          type: 'array',
          items: strict({ href: { type: 'string', format: 'uri' } }, { text: { type: 'string' } }),
        },
      },
    ),
  ],
};

/** https://docs.opsgenie.com/docs/alert-api, create alert */
export const opsgenieSchema = strict(
  { message: text(130) },
  {
    alias: text(512),
    description: text(15_000, 0),
    responders: {
      type: 'array',
      items: strict({ type: { enum: ['team', 'user', 'escalation', 'schedule'] }, name: text(100) }),
    },
    tags: { type: 'array', maxItems: 20, items: text(50) },
    details: { type: 'object', additionalProperties: { type: 'string' } },
    entity: text(512, 0),
    source: text(100),
    priority: { enum: ['P1', 'P2', 'P3', 'P4', 'P5'] },
  },
);

const labels = {
  type: 'object',
  propertyNames: { pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' },
  additionalProperties: { type: 'string' },
};

const dateTime = { type: 'string', format: 'date-time' };

/** https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml, postableAlerts */
export const alertmanagerSchema = {
  type: 'array',
  items: strict(
    { labels: { ...labels, minProperties: 1 } },
    { annotations: labels, startsAt: dateTime, endsAt: dateTime, generatorURL: { type: 'string', format: 'uri' } },
  ),
};

/** https://grafana.com/docs/grafana/latest/developers/http_api/annotations/, create annotation */
export const grafanaSchema = strict(
  { text: text(100_000), time: { type: 'integer', minimum: 1e12 } },
  {
    timeEnd: { type: 'integer', minimum: 1e12 },
    dashboardUID: { type: 'string' },
    panelId: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
  },
);

/** What Moira posts to a contact of the kind "webhook", field by field. */
export const moiraSchema = strict({
  trigger: strict({
    id: text(255),
    name: { type: 'string' },
    description: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
  }),
  events: {
    type: 'array',
    minItems: 1,
    items: strict({
      metric: { type: 'string' },
      value: { type: 'number' },
      timestamp: { type: 'integer' },
      trigger_event: { type: 'boolean' },
      state: { enum: ['OK', 'WARN', 'ERROR', 'NODATA', 'EXCEPTION', 'TEST'] },
      old_state: { enum: ['OK', 'WARN', 'ERROR', 'NODATA', 'EXCEPTION', 'TEST'] },
    }),
  },
  contact: strict({
    type: { type: 'string' },
    value: { type: 'string' },
    id: { type: 'string' },
    user: { type: 'string' },
  }),
  plot: { type: 'string' },
  throttled: { type: 'boolean' },
});
