import { expect, test } from 'vitest';
import { isSilentAt, parseSilenceTime } from '../../../../src/core/watch/silence-times.js';

const at = (clock: string): number => Date.parse(`2026-03-01T${clock}Z`);

test.for([
  { time: '22:00-06:00', clock: '22:00:00', is: true, why: 'it begins' },
  { time: '22:00-06:00', clock: '05:59:59', is: true, why: 'over midnight' },
  { time: '22:00-06:00', clock: '06:00:00', is: false, why: 'its end is not in it' },
  { time: '22:00-06:00', clock: '12:00:00', is: false, why: 'noon' },
  { time: '12:00-13:30', clock: '13:29:59', is: true, why: 'within a day' },
  { time: '12:00-13:30', clock: '11:59:59', is: false, why: 'before it' },
  { time: '00:00-24:00', clock: '23:59:59', is: true, why: 'always' },
])('$time at $clock: $is, $why', ({ time, clock, is }) => {
  const parsed = parseSilenceTime(time);
  expect(parsed && isSilentAt(at(clock), [parsed])).toBe(is);
});

test.for(['', '22:00', '24:00-06:00', '22:60-06:00', '06:00-06:00', '22-06', '22:00-24:01'])('%j is none', (text) => {
  expect(parseSilenceTime(text)).toBe(null);
});
