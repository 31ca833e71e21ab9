import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grafanaAnnotation } from '../../../src/notify/grafana.js';
import { mailOf } from '../../../src/notify/mail.js';
import { slackMessage } from '../../../src/notify/slack.js';
import { teamsMessage } from '../../../src/notify/teams.js';
import { anyTelling, rollbackNotice, tellingOf } from '../../helpers/notices.js';

const hostile =
  '<!channel> <https://evil.test|Report> & ```x``` *b* [a](https://evil.test) <script>"x"</script>\r\nBcc: a@b.c';
const notice = {
  ...rollbackNotice,
  service: hostile,
  sentence: hostile,
  failedHooks: [hostile],
  signature: rollbackNotice.signature && { ...rollbackNotice.signature, template: hostile },
};
const telling = tellingOf(notice, 'rollback');

/** Every text of a message that Slack reads as mrkdwn. */
function slackTexts(content: unknown): readonly string[] {
  if (typeof content !== 'object' || content === null) return [];
  const own = 'type' in content && content.type === 'mrkdwn' && 'text' in content ? [String(content.text)] : [];
  return [...own, ...Object.values(content).flatMap(slackTexts)];
}

describe('Slack', () => {
  test('a mention or a link from a log is text', () => {
    const sentence = slackTexts(slackMessage(telling.message)).find((text) => text.startsWith('&lt;!channel'));
    expect(sentence).toBe(
      '&lt;!channel&gt; &lt;https://evil.test|Report&gt; &amp; ```x``` *b* [a](https://evil.test) &lt;script&gt;"x"&lt;/script&gt; Bcc: a@b.c',
    );
  });

  test('no text has a sign that Slack obeys, and none leaves its code block', () => {
    fc.assert(
      fc.property(anyTelling, ({ message }) => {
        const sent = slackMessage(message);
        for (const text of [sent.text, ...slackTexts(sent)]) {
          expect(text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
          if (text.startsWith('```\n')) expect(text.slice(4, -4)).not.toContain('`');
        }
      }),
    );
  });
});

test('Teams shows markdown from a log as it is', () => {
  const [card] = teamsMessage(telling.message).attachments;
  const types = new Set(card?.content.body.flatMap(({ type, inlines }) => [type, ...inlines.map((run) => run.type)]));
  expect([...types]).toEqual(['RichTextBlock', 'TextRun']);
});

test('HTML for Grafana and for mail holds no tag but our own', () => {
  const settings = { dashboardUid: null, panelId: null, tags: [] };
  fc.assert(
    fc.property(anyTelling, (each) => {
      expect(grafanaAnnotation(settings, each).text.replaceAll('<br>', '')).not.toMatch(/[<>"']/);
      const { html } = mailOf({ from: 'a@b.test', to: ['c@d.test'] }, each);
      const rest = html.replaceAll(/<\/?(h2|p|strong|pre|table|tr|td|a)>|<a href="[^"<>]*">/g, '');
      expect(rest).not.toMatch(/[<>"']/);
    }),
  );
});

test('the subject of a mail is one line', () => {
  const { subject } = mailOf({ from: 'a@b.test', to: ['c@d.test'] }, telling);
  expect(subject).toContain('Bcc: a@b.c');
  fc.assert(
    fc.property(anyTelling, (each) => {
      expect(mailOf({ from: 'a@b.test', to: [] }, each).subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
  );
});
