import { expect, test } from 'vitest';
import { inPlace, toldInPlace } from '../../../src/config/told-in-place.js';
import { SourceError, UserError } from '../../../src/errors.js';

const PLACES = {
  given: ['canary', 'maxLag', 'url', 'service'],
  placeOf: (setting: string) =>
    ({ canary: 'services.pay.canary (canary-verdict.yaml:7)', maxLag: '--max-lag', url: 'CLICKHOUSE_URL' })[setting] ??
    'elsewhere',
};

test.for([
  { text: '--canary knows no key "hots"', told: 'services.pay.canary (canary-verdict.yaml:7) knows no key "hots"' },
  { text: 'or give a longer --max-lag.', told: 'or give a longer --max-lag.' },
  { text: 'Check the host name in --url.', told: 'Check the host name in CLICKHOUSE_URL.' },
  { text: 'Name it: --columns level=COLUMN', told: 'Name it: --columns level=COLUMN' },
  { text: 'did you mean --service pay?', told: 'did you mean --service pay?' },
  { text: 'Give --canary-share instead.', told: 'Give --canary-share instead.' },
])('$text', ({ text, told }) => {
  expect(toldInPlace(text, PLACES)).toBe(told);
});

test('errors of persons and sources keep their kind and their code, bugs stay whole', async () => {
  const thrown = (error: Error) => inPlace(PLACES, () => Promise.reject(error)).catch((caught: unknown) => caught);
  expect(await thrown(new UserError('--canary', '--url'))).toMatchObject({
    name: 'UserError',
    message: 'services.pay.canary (canary-verdict.yaml:7)',
    hint: 'CLICKHOUSE_URL',
  });
  expect(await thrown(new SourceError('dns', 'no', '--url'))).toMatchObject({ code: 'dns', hint: 'CLICKHOUSE_URL' });
  const bug = new TypeError('--url');
  expect(await thrown(bug)).toBe(bug);
});
