import { expect, test } from 'vitest';
import { sparkline } from '../../../src/reporters/text/sparkline.js';

const steps = ['.', ':', '#'];

test.for([
  { values: [-1, 0, 1, 2], full: 2, cells: 9, drawn: '..:#', why: 'the highest step is what is enough' },
  { values: [1.99, 2, 50], full: 2, cells: 9, drawn: ':##', why: 'and nothing less' },
  { values: [2, 0, 0, 0, 2], full: 2, cells: 3, drawn: '#.#', why: 'a cell shows the highest of its own' },
  { values: [0, 0, 2], full: 2, cells: 2, drawn: '.#', why: 'the last value is in the last cell' },
  { values: [], full: 2, cells: 5, drawn: '', why: 'nothing is nothing' },
])('$drawn: $why', ({ values, full, cells, drawn }) => {
  expect(sparkline(values, full, steps, cells)).toBe(drawn);
});
