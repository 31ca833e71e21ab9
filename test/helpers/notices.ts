import * as fc from 'fast-check';
import type { Notice } from '../../src/core/notice.js';
import { keyOf } from '../../src/notify/key.js';
import { messageOf } from '../../src/notify/message.js';
import { NOTIFY_EVENTS, type NotifyEvent } from '../../src/notify/settings.js';
import type { Telling } from '../../src/notify/telling.js';
import { hostileText } from './arbitrary-report.js';

export const NOW_MS = Date.UTC(2026, 2, 1, 12, 5, 1);

/** A rollback with all there can be to tell. */
export const rollbackNotice: Notice = {
  occasion: 'rollback',
  exitCode: 10,
  service: 'payments',
  environment: 'production',
  version: '1.4.2',
  sentence: '152 errors after the release, where at most 72.4 were expected.',
  reasons: [
    { code: 'errors-over-limit', message: '152 errors after the release, where at most 72.4 were expected.' },
    { code: 'early-rollback', message: 'It was certain after 20 s.' },
  ],
  releasedAt: '2026-03-01T12:00:00Z',
  judgedUntil: '2026-03-01T12:05:00Z',
  signature: {
    id: 'a1',
    status: 'new',
    template: 'cannot read <*> of null',
    exception: 'NullPointerException',
    before: 0,
    after: 38,
    lookBack: 0,
    firstSeen: null,
    instances: ['web-01'],
    sample: null,
    isAllowed: false,
  },
  reportUrl: 'https://ci.test/7?a=1&b=2',
  runbookUrl: 'https://wiki.test/over',
  failedHooks: [],
};

/** What a notifier is handed for a notice. */
export function tellingOf(notice: Notice, event: NotifyEvent): Telling {
  return {
    notice,
    message: messageOf(notice, event),
    json: '{"verdict":"rollback"}\n',
    key: keyOf(notice),
    nowMs: NOW_MS,
  };
}

const url = fc.option(fc.webUrl({ withQueryParameters: true }));
const long = fc.oneof(
  hostileText,
  hostileText.map((text) => text.repeat(200)),
);

/** A notice full of what hostile people write into logs, versions and names, and what is to be told of it. */
export const anyTelling: fc.Arbitrary<Telling> = fc
  .record({
    event: fc.constantFrom(...NOTIFY_EVENTS),
    exitCode: fc.constantFrom(0, 3, 10, 20),
    service: fc.option(long),
    environment: fc.option(long),
    version: fc.option(long),
    sentence: long,
    code: fc.constantFrom('errors-over-limit', 'late-data'),
    isDated: fc.boolean(),
    template: fc.option(long),
    exception: fc.option(long),
    reportUrl: url,
    runbookUrl: url,
    failedHooks: fc.array(long, { maxLength: 9 }),
  })
  .map(({ event, code, isDated, template, exception, sentence, ...rest }) => {
    const notice: Notice = {
      ...rest,
      occasion: event === 'recovered' ? 'pass' : event,
      sentence,
      reasons: [{ code, message: sentence }],
      releasedAt: isDated ? rollbackNotice.releasedAt : null,
      judgedUntil: isDated ? rollbackNotice.judgedUntil : null,
      signature:
        template === null || rollbackNotice.signature === null
          ? null
          : { ...rollbackNotice.signature, template, exception },
    };
    return tellingOf(notice, event);
  });
