import { expect, test } from 'vitest';
import { displayWidth, truncated, wrap } from '../../../src/reporters/text/width.js';

test.for([
  ['payments', 8],
  ['漢字', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['🚀', 2],
  ['…', 1],
] as const)('%s takes %d cells', ([text, cells]) => {
  expect(displayWidth(text)).toBe(cells);
});

test('text is cut before an ellipsis, and only where it does not fit', () => {
  expect(truncated('payments', 8, '…')).toBe('payments');
  expect(truncated('payments', 7, '…')).toBe('paymen…');
  expect(truncated('漢字漢字', 6, '…')).toBe('漢字…');
});

test('text breaks at spaces, and inside a word only where it is wider than a line', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('a 0123456789 b', 4)).toEqual(['a', '0123', '4567', '89 b']);
  expect(wrap('漢字漢', 5)).toEqual(['漢字', '漢']);
  expect(wrap('', 5)).toEqual(['']);
});

test('colons never begin a line of their own making, where GitHub would take them for a command', () => {
  expect(wrap('x::error::z', 4)).toEqual(['x::e', 'rro', 'r::z']);
  expect(wrap('abcdd::x', 4)).toEqual(['abcd', 'd::x']);
});

test('a word of ten megabytes is broken in reasonable time', () => {
  expect(wrap('x'.repeat(10_000_000), 80)).toHaveLength(125_000);
});
