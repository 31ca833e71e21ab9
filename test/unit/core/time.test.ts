import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, formatInstant, momentMs, parseDurationMs, parseMoment } from '../../../src/core/time.js';

describe('parseDurationMs', () => {
  test.for([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['2d', 172_800_000],
    ['0s', 0],
  ] as const)('%s', ([text, ms]) => expect(parseDurationMs(text)).toBe(ms));

  test.for(['', '30', '-5m', '5 m', 'm', '5x', '1m1h', '1..5s', '5m5', 'NaN', '∞'])('refuses %j', (text) =>
    expect(parseDurationMs(text)).toBeNull(),
  );

  test('reads back what formatDuration writes', () => {
    fc.assert(fc.property(fc.nat(10 ** 11), (ms) => parseDurationMs(formatDuration(ms)) === ms));
  });
});

describe('parseMoment', () => {
  const nowMs = Date.UTC(2026, 2, 1, 12, 0, 0);
  test.for([
    ['now', '2026-03-01T12:00:00Z', 'the clock'],
    ['-10m', '2026-03-01T11:50:00Z', 'counted back'],
    ['+90s', '2026-03-01T12:01:30Z', 'counted ahead'],
    ['2026-03-01T11:00:00Z', '2026-03-01T11:00:00Z', 'ISO 8601'],
    ['2026-03-01T11:00:00.250Z', '2026-03-01T11:00:00.250Z', 'with milliseconds'],
    ['2026-03-01T11:00:00.123456789Z', '2026-03-01T11:00:00.123Z', 'nanoseconds are cut'],
    ['2026-03-01T14:00:00+03:00', '2026-03-01T11:00:00Z', 'with an offset'],
    ['2026-03-01T14:00:00+0300', '2026-03-01T11:00:00Z', 'with a basic offset'],
    ['2026-03-01 11:00', '2026-03-01T11:00:00Z', 'no zone is UTC, as in logs'],
    ['2026-03-01', '2026-03-01T00:00:00Z', 'a day begins at midnight UTC'],
    ['1772362800', '2026-03-01T11:00:00Z', 'Unix seconds'],
    ['1772362800000', '2026-03-01T11:00:00Z', 'Unix milliseconds'],
    ['1772362800.5', '2026-03-01T11:00:00.500Z', 'fractional Unix seconds'],
  ] as const)('%s is %s: %s', ([text, instant]) => {
    const moment = parseMoment(text);
    expect(moment && formatInstant(momentMs(moment, nowMs))).toBe(instant);
  });

  test.for([
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-03-01T25:00:00Z',
    '10m',
    '-10',
    '1e9',
    '99999999999999999',
  ])('refuses %j', (text) => expect(parseMoment(text)).toBeNull());
});

test.for([
  [0, '0s'],
  [270_000, '4m30s'],
  [90_061_001, '1d1h1m1s1ms'],
  [-2000, '-2s'],
] as const)('formatDuration(%i) is %s', ([ms, text]) => expect(formatDuration(ms)).toBe(text));
