import { expect, test } from 'vitest';
import { judgeSimulated } from '../../helpers/simulated-release.js';

const HOUR_MS = 3_600_000;

test.for([2 * HOUR_MS, 500_000 * HOUR_MS])(
  'a server whose clock is %i ms behind is told, and not waited for until its clock comes round',
  async (serverBehindMs) => {
    await expect(judgeSimulated([{ host: 'web-01' }], {}, serverBehindMs)).rejects.toMatchObject({
      name: 'SourceError',
      code: 'odd-answer',
      message: expect.stringMatching(/^by the clock of made up the release lies \d+\S+ ahead, further than --wait 5m$/),
    });
  },
);

test('a few minutes behind are waited for', async () => {
  const { elapsedMs } = await judgeSimulated([{ host: 'web-01' }], {}, 240_000);
  expect(elapsedMs).toBeGreaterThan(540_000);
});
