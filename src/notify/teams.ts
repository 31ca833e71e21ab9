import type { Message } from './message.js';
import type { NotifyEvent } from './settings.js';
import { jsonRequest, type HttpRequest, type Telling } from './telling.js';

const COLORS = {
  rollback: 'Attention',
  inconclusive: 'Warning',
  pass: 'Good',
  error: 'Warning',
  recovered: 'Good',
} as const satisfies Record<NotifyEvent, string>;

/**
 * A Microsoft Teams workflow, "When a Teams webhook request is received". A message may have 28 KB:
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export function teamsRequest({ url }: { readonly url: () => string }, { message }: Telling): HttpRequest {
  return jsonRequest(url(), teamsMessage(message));
}

/** The message as an adaptive card. Text of any origin is only ever a text run, which knows no markdown. */
export function teamsMessage(message: Message) {
  const { event, title, sentence, signature, alarms, facts, links } = message;
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: title,
          msteams: { width: 'Full' },
          body: [
            runs({ type: 'TextRun', text: title, size: 'Large', weight: 'Bolder', color: COLORS[event] }),
            ...alarms.map((alarm) => runs({ type: 'TextRun', text: alarm, weight: 'Bolder', color: 'Attention' })),
            runs({ type: 'TextRun', text: sentence }),
            ...(signature === null ? [] : [runs({ type: 'TextRun', text: signature, fontType: 'Monospace' })]),
            ...facts.map(({ name, value }) =>
              runs({ type: 'TextRun', text: `${name}: `, weight: 'Bolder' }, { type: 'TextRun', text: value }),
            ),
          ],
          actions: links.map(({ text, url }) => ({ type: 'Action.OpenUrl', title: text, url })),
        },
      },
    ],
  };
}

/** Without markdown, unlike a text block. */
interface Run {
  readonly type: 'TextRun';
  readonly text: string;
  readonly size?: string;
  readonly weight?: string;
  readonly color?: string;
  readonly fontType?: string;
}

function runs(...inlines: readonly Run[]) {
  return { type: 'RichTextBlock', inlines };
}
