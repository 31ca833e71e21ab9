import { expect, test } from 'vitest';
import { marksOf } from '../../../src/reporters/html/evidence-data.js';

test.for([
  { odds: [0, 0.5, 1], marks: [0, 1.4], why: 'never enough: the end of the scale is what would be' },
  { odds: [0, 1.2, 3], marks: [0, 1.4, 3], why: 'all three have room' },
  { odds: [0, 25], marks: [1.4, 25], why: '1 : 1 would stand in 25 : 1' },
  { odds: [1.5], marks: [0, 1.4], why: 'what it came to would stand in what is enough' },
])('marks of the axis never stand in each other: $why', ({ odds, marks }) => {
  expect(marksOf(odds.map((power, seconds) => ({ seconds, odds: power, enough: 1.4 })))).toEqual(marks);
});
