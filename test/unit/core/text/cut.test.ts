import { expect, test } from 'vitest';
import { clipped } from '../../../../src/core/text/cut.js';

test.for([
  { text: 'abc', most: 3, shown: 'abc', why: 'what fits stays' },
  { text: 'abcdef', most: 3, shown: 'abc … 3 more characters', why: 'what does not is cut, and that is told' },
  { text: 'ab🚀cd', most: 3, shown: 'ab … 4 more characters', why: 'no character is cut in half' },
])('$why', ({ text, most, shown }) => {
  expect(clipped(text, most)).toBe(shown);
});
