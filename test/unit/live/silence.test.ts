import { describe, expect, test } from 'vitest';
import { judgeSimulated, RELEASE_MS, type Instance } from '../../helpers/simulated-release.js';

const OTHERS: Instance = { host: 'old', lines: 27 };

const everySeconds =
  (period: number, lines = 1) =>
  (second: number): number =>
    second % period === 0 ? lines : 0;

describe('a canary that falls silent while others log', () => {
  test.for([40, 200, 265, 275, 290])(
    '%i seconds after the release is no pass, and its own silence is told',
    async (toSeconds) => {
      const { judgement } = await judgeSimulated([OTHERS, { host: 'new', toSeconds }], { canary: ['host=new'] });
      expect(judgement.verdict).toBe('inconclusive');
      const [reason] = judgement.reasons;
      const newest = new Date(RELEASE_MS + (toSeconds - 1) * 1000).toISOString().replace('.000Z', 'Z');
      expect(reason).toMatchObject({ code: 'stopped-logging' });
      expect(reason?.message).toContain(`The canary host=new last logged at ${newest}, `);
    },
  );

  test.for<{ why: string; canary: Omit<Instance, 'host'> }>([
    {
      why: 'with one line in ten seconds a silence of twenty is none',
      canary: { lines: everySeconds(10), toSeconds: 281 },
    },
    { why: 'it logs in batches, and the next one comes', canary: { lines: everySeconds(25, 75) } },
    { why: 'its lines come later than those of others', canary: { lagSeconds: () => 20 } },
    { why: 'it stopped when its window was over', canary: { toSeconds: 300 } },
  ])('is not told where nothing is missing: $why', async ({ canary }) => {
    const quiet = { host: 'new', errors: () => 0, ...canary };
    expect(await judgeSimulated([OTHERS, quiet], { canary: ['host=new'] })).toMatchObject({
      judgement: { verdict: 'pass' },
    });
  });

  test('because everyone’s lines are late is judged without the end that is missing', async () => {
    const lagSeconds = (second: number): number => (second < 0 ? 1 : 85);
    const late = [OTHERS, { host: 'new' }].map((instance) => ({ ...instance, lagSeconds }));
    const { judgement, codes, pair } = await judgeSimulated(late, { canary: ['host=new'] });
    expect([judgement.verdict, pair.after.errors.length]).toEqual(['pass', 9]);
    expect(codes).toContain('late-data');
  });
});
