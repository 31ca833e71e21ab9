import { shortened } from '../core/text/cut.js';
import type { Message } from './message.js';
import type { NotifyEvent } from './settings.js';
import { jsonRequest, type HttpRequest, type Telling } from './telling.js';

/** Limits of Block Kit, https://docs.slack.dev/reference/block-kit/blocks */
const LONGEST_HEADER = 150;
const LONGEST_SECTION = 3000;
const LONGEST_FIELD = 2000;

const SIGNS = {
  rollback: '🔴',
  inconclusive: '🟡',
  pass: '🟢',
  error: '⚪',
  recovered: '🟢',
} as const satisfies Record<NotifyEvent, string>;

/** A Slack incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackRequest({ url }: { readonly url: () => string }, { message }: Telling): HttpRequest {
  return jsonRequest(url(), slackMessage(message));
}

/** The message in blocks; `text` is what a phone shows of it. */
export function slackMessage(message: Message) {
  const { event, title, sentence, signature, alarms, facts, links } = message;
  const headline = `${SIGNS[event]} ${title}`;
  return {
    text: mrkdwn(`${headline}: ${sentence}`, LONGEST_SECTION),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: shortened(headline, LONGEST_HEADER), emoji: false } },
      ...alarms.map((alarm) => section(`*${mrkdwn(alarm, LONGEST_SECTION - 2)}*`)),
      section(mrkdwn(sentence, LONGEST_SECTION)),
      ...(signature === null ? [] : [section(codeBlock(signature))]),
      {
        type: 'section',
        fields: facts.map(({ name, value }) => text(`*${name}*\n${mrkdwn(value, LONGEST_FIELD - name.length - 3)}`)),
      },
      ...(links.length === 0 ? [] : [{ type: 'actions', elements: links.map(button) }]),
    ],
  };
}

function section(markdown: string) {
  return { type: 'section', text: text(markdown) };
}

/** Verbatim, because Slack would make links, channels and mentions of what looks like them. */
function text(markdown: string) {
  return { type: 'mrkdwn', text: markdown, verbatim: true };
}

function button({ text: label, url }: Message['links'][number]) {
  return { type: 'button', text: { type: 'plain_text', text: label }, url };
}

function codeBlock(code: string): string {
  const [fence, end] = ['```\n', '\n```'];
  return fence + mrkdwn(code.replaceAll('`', 'ˋ'), LONGEST_SECTION - fence.length - end.length) + end;
}

/** Text of any origin: only these three signs mean anything to Slack's links and mentions, and each becomes longer. */
function mrkdwn(plain: string, longest: number): string {
  for (let most = longest; ; most = Math.floor(most * 0.9)) {
    const escaped = shortened(plain, most).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    if (escaped.length <= longest) return escaped;
  }
}
