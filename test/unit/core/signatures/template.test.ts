import { describe, expect, test } from 'vitest';
import { templateOf } from '../../../../src/core/signatures/template.js';

describe('the sign in front of a number', () => {
  test.for([
    { lines: ['balance 12.5 too low', 'balance -12.5 too low'], template: 'balance <*> too low' },
    { lines: ['offset=17', 'offset=-17'], template: 'offset=<*>' },
    { lines: ['3 retries left', '-1 retries left'], template: '<*> retries left' },
    { lines: ['at (4,9)', 'at (-4,9)', 'at (4,-9)'], template: 'at (<*>)' },
  ])('makes no error new: $template', ({ lines, template }) => {
    expect(lines.map(templateOf)).toEqual(lines.map(() => template));
  });

  test('is none where it joins a name', () => {
    expect(templateOf('worker-5 died')).toBe('worker-<*> died');
    expect(templateOf('read - 5 bytes')).toBe('read - <*> bytes');
  });
});
