import { describe, expect, test } from 'vitest';
import { judgeSimulated, usualErrors, type Instance } from '../../helpers/simulated-release.js';

const none = (): number => 0;
const judged = async (canary: Omit<Instance, 'host'>, flags = {}) =>
  (await judgeSimulated([{ host: 'new', ...canary }], flags)).judgement;

describe('levels that a part of the lines lost with the release', () => {
  test('are no pass: what failed before may fail unseen now', async () => {
    const { verdict, reasons } = await judged({
      errors: (second) => (second < 0 ? usualErrors(second) : 0),
      understood: (second) => (second < 0 ? 1 : 0.67),
    });
    expect([verdict, reasons.map(({ code }) => code)]).toEqual(['inconclusive', ['levels-not-recognised']]);
    expect(reasons[0]?.message).toBe(
      '300 of 900 lines (33 %) of pay after the release carry no level that is understood, and 0 % did before: if they were errors, it would be a rollback. See whether the release writes its levels in another way.',
    );
  });

  test('are no hindrance where as many lines never had one', async () => {
    const stackTraces = (second: number): number => (second % 2 === 0 ? 0.3 : 1);
    expect(await judged({ understood: stackTraces })).toMatchObject({ verdict: 'pass' });
  });

  test('nor where a banner without levels came once', async () => {
    const banner = {
      lines: (second: number) => (second === 45 ? 60 : 3),
      understood: (second: number) => (second === 45 ? 0 : 1),
    };
    expect(await judged({ ...banner, errors: none })).toMatchObject({ verdict: 'pass' });
  });

  test('leave a rollback as it is', async () => {
    const failing = { errors: (second: number) => (second < 0 ? usualErrors(second) : 2), understood: () => 0.7 };
    expect(await judged(failing)).toMatchObject({ verdict: 'rollback' });
  });
});

describe('levels that a part of the lines of a new canary lack', () => {
  const STABLE: Instance = { host: 'old', version: '1', lines: 27, errors: (second) => 9 * usualErrors(second) };
  const besides = async (stable: Instance, canary: Omit<Instance, 'host'>, flags = {}) => {
    const sides = { canary: ['host=new'], stable: ['host=old'], ...flags };
    return (await judgeSimulated([stable, { host: 'new', version: '2', fromSeconds: 3, ...canary }], sides)).judgement;
  };
  const half = (): number => 0.5;

  test.for([
    { flags: {}, whose: 'the stable instances' },
    { flags: { canary: ['auto'], stable: [] }, whose: 'the version before' },
  ])('are no pass where lines of $whose have theirs', async ({ flags }) => {
    const { verdict, reasons } = await besides(STABLE, { errors: none, understood: half }, flags);
    expect([verdict, reasons.map(({ code }) => code)]).toEqual(['inconclusive', ['levels-not-recognised']]);
    expect(reasons[0]?.message).toMatch(
      /^297 of 891 lines \(33 %\) of pay after the release carry no level that is understood, and 0 % of the stable instances’ did before:/,
    );
  });

  test('are no hindrance where the stable instances lack as many', async () => {
    expect(await besides({ ...STABLE, understood: half }, { understood: half })).toMatchObject({ verdict: 'pass' });
  });
});
