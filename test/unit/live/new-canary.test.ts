import { describe, expect, test } from 'vitest';
import { judgeSimulated, tenfoldSinceRelease, type Instance } from '../../helpers/simulated-release.js';

/** Nine old instances, as one; with the canary's two errors a bucket each. */
const STABLE: Instance = {
  host: 'old',
  version: '1',
  lines: 27,
  errors: (second) => (second % 5 === 0 ? 3 : 0),
};
const SIDES = { canary: ['host=new'], stable: ['host=old'] };

const judged = (canary: Omit<Instance, 'host'>, flags = {}) =>
  judgeSimulated([STABLE, { host: 'new', version: '2', ...canary }], { ...SIDES, ...flags });

describe('a canary that is new with the release', () => {
  test.for([
    { fromSeconds: 3, why: 'its first line comes after the release' },
    { fromSeconds: -60, why: 'it started a minute before it took traffic' },
    { fromSeconds: -100, why: 'or longer' },
  ])('passes with a tenth of the lines and usual errors: $why', async ({ fromSeconds }) => {
    expect((await judged({ fromSeconds })).judgement.reasons).toMatchObject([{ code: 'errors-within-limit' }]);
  });

  test.for([3, -60])('is rolled back with ten times the errors from second %i on', async (fromSeconds) => {
    const { judgement } = await judged({ fromSeconds, errors: tenfoldSinceRelease });
    expect(judgement.verdict).toBe('rollback');
  });

  test.for([-60, 3])('is found by its version, whose first line comes in second %i', async (fromSeconds) => {
    const { judgement, source } = await judged({ fromSeconds }, { canary: ['auto'], stable: [] });
    expect(source.info).toMatchObject({ canary: ['version=2'], stable: ['version=1'] });
    expect(judgement.verdict).toBe('pass');
  });

  test.for([
    { host: 'cron', version: '0', fromSeconds: 200, why: 'an old job runs' },
    { host: 'fix', version: '3', fromSeconds: 280, why: 'the next release comes' },
    { host: 'test', version: '4', fromSeconds: -90, why: 'somebody tried another one' },
  ])('is the version first heard nearest to the release, though $why', async ({ host, version, fromSeconds }) => {
    const other = { host, version, fromSeconds };
    const canary = { host: 'new', version: '2', fromSeconds: 3, errors: tenfoldSinceRelease };
    const { source, judgement } = await judgeSimulated([STABLE, canary, other], { canary: ['auto'], early: false });
    expect(source.info).toMatchObject({ canary: ['version=2'], stable: ['version=1'] });
    expect(judgement.verdict).toBe('rollback');
  });

  test('is no pass when it hardly logs, because then nobody knows that it does anything', async () => {
    const { judgement } = await judged({
      fromSeconds: 3,
      lines: (second) => (second % 30 === 5 ? 1 : 0),
      errors: () => 0,
    });
    expect(judgement).toMatchObject({ verdict: 'inconclusive', reasons: [{ code: 'lines-collapsed' }] });
  });

  test('is no pass when it logs far less than the share that was given', async () => {
    const quiet = { fromSeconds: 3, lines: (second: number) => (second % 5 === 0 ? 1 : 0), errors: () => 0 };
    const { judgement } = await judged(quiet, { canaryShare: '10%' });
    expect(judgement).toMatchObject({ verdict: 'inconclusive', reasons: [{ code: 'lines-collapsed' }] });
  });
});
