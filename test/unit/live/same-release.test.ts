import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleSeries } from '../../../src/core/assemble.js';
import type { BucketCount } from '../../../src/core/coverage.js';
import { windowsAround } from '../../helpers/log-source.js';
import { judgeSimulated, type Instance } from '../../helpers/simulated-release.js';

const SIDES = { canary: ['version=2'], stable: ['version=1'] };

/** Errors at random, as many in `one` second as in another before the release, and `times` as many after it. */
const errorsOf =
  (chance: number, perSecond: number, times: number) =>
  (second: number): number => {
    const drawn = (Math.imul((second + 2000) ^ (chance << 12), 2_654_435_761) >>> 0) / 2 ** 32;
    return drawn < perSecond * (second < 0 ? 1 : times) ? 1 : 0;
  };

const instance = (host: string, version: string): fc.Arbitrary<Instance> =>
  fc
    .record({
      chance: fc.nat(10_000),
      lines: fc.integer({ min: 1, max: 9 }),
      perSecond: fc.constantFrom(0, 0.02, 0.1),
      times: version === '1' ? fc.constant(1) : fc.constantFrom(0, 1, 2, 6),
      fromSeconds: fc.constantFrom(-1800, version === '1' ? -1800 : 3),
      toSeconds: fc.constantFrom(1200, 1200, version === '1' ? 1200 : 287),
    })
    .map(({ chance, perSecond, times, ...rest }) => ({
      host,
      version,
      errors: errorsOf(chance, perSecond, times),
      ...rest,
    }));

/** Two new instances and two old ones; some begin with the release, and some die within their last bucket. */
const service = fc.tuple(instance('a', '2'), instance('b', '2'), instance('c', '1'), instance('d', '1'));

const judgementOf = async (instances: readonly Instance[], flags = {}) =>
  (await judgeSimulated(instances, { ...SIDES, ...flags })).judgement;

/** The same lines, those of even seconds by one host and those of odd ones by another. */
function inTwo(whole: Instance): readonly Instance[] {
  const { lines = 3, errors = () => 0 } = whole;
  const part = (rest: number): Instance => {
    const isMine = (second: number): boolean => Math.abs(second % 2) === rest;
    return {
      ...whole,
      host: `${whole.host}-${rest}`,
      lines: (second) => (isMine(second) ? (typeof lines === 'number' ? lines : lines(second)) : 0),
      errors: (second) => (isMine(second) ? errors(second) : 0),
    };
  };
  return [part(0), part(1)];
}

describe('the verdict of a release is the same', () => {
  const same = (change: (instances: readonly Instance[]) => readonly Instance[]) =>
    fc.assert(
      fc.asyncProperty(service, async (instances) => {
        expect(await judgementOf(change(instances))).toEqual(await judgementOf(instances));
      }),
      { numRuns: 15 },
    );

  test('in whatever order its instances write', () => same((instances) => instances.toReversed()));

  test('whether an instance is one or two', () => same((instances) => instances.flatMap(inTwo)));

  test('whatever instances do that nobody named', () =>
    same((instances) => [
      ...instances,
      { host: 'e', version: '0', lines: 50, errors: (second) => (second < 0 ? 0 : 5) },
    ]));

  test('beside another instance of the canary’s own past that never fails', async () => {
    await fc.assert(
      fc.asyncProperty(service, async ([first, , ...others]) => {
        // Without stable instances their lines are no measure of anything.
        const old = { ...first, fromSeconds: -1800, toSeconds: 1200 };
        const alone = await judgementOf([old, ...others], { stable: [] });
        const beside = await judgementOf([old, { ...old, host: 'quiet', errors: () => 0 }, ...others], { stable: [] });
        expect([beside.verdict, beside.reasons]).toEqual([alone.verdict, alone.reasons]);
      }),
      { numRuns: 15 },
    );
  });

  test('when all of it happens some whole buckets later', () => {
    const row = fc.record({ index: fc.integer({ min: -6, max: 4 }), errors: fc.nat(5), more: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: -1e8, max: 1e8 }), fc.nat(5), (rows, shift, late) => {
        const seriesAt = (releaseMs: number) => {
          const windows = windowsAround(releaseMs);
          const buckets = rows.map(({ index, errors, more }): BucketCount => {
            const side = { errors, lines: errors + more };
            return {
              startMs: releaseMs + index * windows.bucketMs,
              ...side,
              serviceLines: 2 * side.lines,
              stable: side,
            };
          });
          const watermarkMs = windows.after.toMs - late * 5000;
          return assembleSeries(windows, buckets, { watermarkMs, settledBeforeMs: windows.releaseMs });
        };
        expect(seriesAt(1_772_366_400_000 + shift * 10_000)).toEqual(seriesAt(1_772_366_400_000));
      }),
    );
  });
});
