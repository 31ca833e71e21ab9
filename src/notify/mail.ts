import { escapeHtml } from './escape-html.js';
import { plainMessage, type Message } from './message.js';
import type { Email } from './settings.js';
import type { Telling } from './telling.js';

/** A mail as the SMTP library takes it; it encodes what a header cannot hold. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The message as text and as HTML; title and facts are single lines, so that none can begin a header of its own. */
export function mailOf({ from, to }: Pick<Email, 'from' | 'to'>, { message }: Telling): Mail {
  return {
    from,
    to,
    subject: message.title,
    text: `${message.title}\n\n${plainMessage(message)}\n`,
    html: htmlOf(message),
    // No out-of-office answers.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Canary-Verdict-Event': message.event },
  };
}

function htmlOf({ title, sentence, signature, alarms, facts, links }: Message): string {
  const row = (name: string, value: string) => `<tr><td>${name}</td><td>${value}</td></tr>`;
  return [
    `<h2>${escapeHtml(title)}</h2>`,
    ...alarms.map((alarm) => `<p><strong>${escapeHtml(alarm)}</strong></p>`),
    `<p>${escapeHtml(sentence)}</p>`,
    ...(signature === null ? [] : [`<pre>${escapeHtml(signature)}</pre>`]),
    `<table>${facts.map(({ name, value }) => row(escapeHtml(name), escapeHtml(value))).join('')}</table>`,
    ...links.map(({ text, url }) => `<p><a href="${escapeHtml(url)}">${escapeHtml(text)}</a></p>`),
    '',
  ].join('\n');
}
