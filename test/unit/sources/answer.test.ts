import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAnswer, wholeNumber } from '../../../src/sources/clickhouse/answer.js';

const WHOLE = JSON.stringify({
  meta: [{ name: 'n', type: 'UInt64' }],
  data: [{ n: '7' }],
  rows: 1,
  statistics: { elapsed: 0.0125, rows_read: 8192, bytes_read: '65536' },
});

test('reads rows and statistics, with 64-bit numbers as numbers or as texts', () => {
  const answer = parseAnswer(WHOLE);
  expect(answer).toEqual({ rows: [{ n: '7' }], rowsRead: 8192, bytesRead: 65536, elapsedMs: 13 });
  expect(wholeNumber(answer.rows[0]?.['n'])).toBe(7);
});

test('a result cut anywhere is no result', () => {
  for (let length = 0; length < WHOLE.length; length += 1) {
    expect(() => parseAnswer(WHOLE.slice(0, length))).toThrow();
  }
});

test.for([
  { text: '[]', why: 'not an object' },
  { text: '{"data":[],"rows":0}', why: 'no statistics' },
  { text: WHOLE.replace('"rows":1', '"rows":2'), why: 'a row is missing' },
  { text: WHOLE.replace('{"n":"7"}', '7'), why: 'a row is no object' },
  { text: WHOLE.replace('8192', '8192.5'), why: 'half a row was read' },
  { text: WHOLE.replace(/}$/, ',"exception":"Code: 159"}'), why: 'it ends with an exception' },
])('$why: refused', ({ text }) => {
  expect(() => parseAnswer(text)).toThrow();
});

test('nothing but a whole number that JavaScript holds exactly is one', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const isWhole =
        Number.isSafeInteger(value) ||
        (typeof value === 'string' && /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value)));
      if (isWhole) expect(wholeNumber(value)).toBe(Number(value));
      else expect(() => wholeNumber(value)).toThrow();
    }),
  );
});
