import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleSeries, cutToDelivered } from '../../../src/core/assemble.js';
import type { BucketCount, Delivery } from '../../../src/core/coverage.js';
import type { Windows } from '../../../src/core/window.js';

const BUCKET_MS = 30_000;
const releaseMs = 1_800_000_000_000;
const windows: Windows = {
  releaseMs,
  bucketMs: BUCKET_MS,
  before: { fromMs: releaseMs - 4 * BUCKET_MS, toMs: releaseMs },
  after: { fromMs: releaseMs, toMs: releaseMs + 4 * BUCKET_MS },
};
const endMs = windows.after.toMs;
const deliveredAll: Delivery = { watermarkMs: endMs, settledBeforeMs: releaseMs };

/** Eight buckets of lines, the first at the start of `before`; a tenth of the lines are errors. */
function buckets(lines: readonly number[]): readonly BucketCount[] {
  return lines.flatMap((count, index) =>
    count === 0
      ? []
      : [
          {
            startMs: windows.before.fromMs + index * BUCKET_MS,
            errors: Math.floor(count / 10),
            lines: count,
            serviceLines: count,
          },
        ],
  );
}

const errorsOf = (lines: readonly number[], delivery = deliveredAll) => {
  const { before, after } = assembleSeries(windows, buckets(lines), delivery);
  return [...before.errors, ...after.errors];
};

describe('assembleSeries', () => {
  test.for([
    { lines: [20, 9, 20, 9, 20, 9, 20, 9], errors: [2, 0, 2, 0, 2, 0, 2, 0], why: 'lines without errors are zeros' },
    { lines: [1, 0, 1, 0, 1, 0, 0, 1], errors: [0, 0, 0, 0, 0, 0, 0, 0], why: 'a quiet service is quiet' },
    { lines: [50, 50, 0, 50, 50, 0, 50, 50], errors: [5, 5, null, 5, 5, null, 5, 5], why: 'a busy one is not: holes' },
    { lines: [0, 0, 20, 20, 20, 20, 20, 20], errors: [null, null, 2, 2, 2, 2, 2, 2], why: 'it began later' },
    { lines: [20, 20, 20, 20, 20, 0, 0, 0], errors: [2, 2, 2, 2, 2, null, null, null], why: 'it fell silent' },
    { lines: [0, 0, 0, 0, 0, 0, 0, 0], errors: Array(8).fill(null), why: 'never heard' },
  ])('$why', ({ lines, errors }) => expect(errorsOf(lines)).toEqual(errors));

  test('counters that counted nothing prove that there was nothing to count', () => {
    const rows = (heard: readonly number[]) =>
      heard.flatMap((times, index) => {
        const startMs = windows.before.fromMs + index * BUCKET_MS;
        const quiet = { errors: 0, lines: 0, heard: times };
        return times === 0 ? [] : [{ startMs, ...quiet, serviceLines: 0, serviceHeard: times, stable: quiet }];
      });
    const { before, after, control } = assembleSeries(windows, rows([30, 30, 30, 30, 30, 30, 0, 0]), deliveredAll);
    expect([before.errors, after.errors]).toEqual([
      [0, 0, 0, 0],
      [0, 0, null, null],
    ]);
    expect(after.lines).toEqual([0, 0, null, null]);
    expect(control?.after).toEqual(after);
  });

  test('silence at the end is a zero only where somebody was heard after it', () => {
    const quiet = [1, 0, 1, 0, 1, 0, 1, 0];
    expect(errorsOf(quiet)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(errorsOf(quiet, { watermarkMs: endMs - 1, settledBeforeMs: releaseMs }).at(-1)).toBeNull();
    expect(errorsOf(quiet, { watermarkMs: null, settledBeforeMs: endMs }).at(-1)).toBeNull();
  });

  test('the bucket of the newest line is half told until it is too old to change', () => {
    const busy = [20, 20, 20, 20, 20, 20, 20, 20];
    expect(errorsOf(busy, { watermarkMs: endMs - 1, settledBeforeMs: endMs - 1 }).at(-1)).toBeNull();
    expect(errorsOf(busy, { watermarkMs: endMs - 1, settledBeforeMs: endMs }).at(-1)).toBe(2);
  });

  test('windows that lie apart prove nothing for each other', () => {
    const apart = { ...windows, before: { fromMs: releaseMs - 40 * BUCKET_MS, toMs: releaseMs - 36 * BUCKET_MS } };
    const { before, after } = assembleSeries(apart, buckets([0, 0, 0, 0, 0, 1, 1, 1]), deliveredAll);
    expect([before.errors, after.errors]).toEqual([
      [null, null, null, null],
      [null, 0, 0, 0],
    ]);
  });

  test('neither the order of the rows nor lines beyond the windows change anything', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 8, maxLength: 8 }), fc.nat(), (lines, seed) => {
        const rows = buckets(lines);
        const turned = rows.toSorted((a, b) => ((a.startMs * 7 + seed) % 11) - ((b.startMs * 7 + seed) % 11));
        const beyond = { startMs: endMs, errors: 9, lines: 9, serviceLines: 9 };
        expect(assembleSeries(windows, [beyond, ...turned], deliveredAll)).toEqual(
          assembleSeries(windows, rows, deliveredAll),
        );
      }),
    );
  });
});

describe('cutToDelivered', () => {
  const cut = (lines: readonly number[], delivery: Delivery) =>
    cutToDelivered(assembleSeries(windows, buckets(lines), delivery), windows, delivery, 0).after.errors;

  test('leaves out a last bucket that is still on its way', () => {
    expect(cut([20, 20, 20, 20, 20, 20, 20, 9], { watermarkMs: endMs - 9, settledBeforeMs: releaseMs })).toEqual([
      2, 2, 2,
    ]);
  });

  test('keeps the hole when less than half of the window would remain', () => {
    const late = { watermarkMs: releaseMs + BUCKET_MS, settledBeforeMs: releaseMs };
    expect(cut([20, 20, 20, 20, 20, 0, 0, 0], late)).toEqual([2, null, null, null]);
  });

  test('never cuts a silence that is too old to be late: the canary may have died', () => {
    expect(cut([20, 20, 20, 20, 20, 20, 20, 0], { watermarkMs: endMs, settledBeforeMs: endMs })).toEqual([
      2,
      2,
      2,
      null,
    ]);
  });
});
