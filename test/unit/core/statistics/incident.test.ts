import { expect, test } from 'vitest';
import { incidentBuckets } from '../../../../src/core/statistics/incident.js';
import { repeat } from '../../../helpers/pair.js';

test.for([
  { counts: [0, 0, 9, 8, 9, 0, 0, 0], found: [2, 3, 4], why: 'three in a row above 5 × max(0, 1)' },
  { counts: [0, 0, 9, 8, 0, 0, 9, 0], found: [], why: 'two in a row are a burst' },
  { counts: [0, 0, 5, 5, 5, 0, 0, 0], found: [], why: '5 is not above 5' },
  {
    counts: [...repeat(7, 4), 20, 20, 20, 21, 21, 21],
    found: [10, 11, 12],
    why: 'the median 4 makes the threshold 20',
  },
  { counts: [0, 0, 0, 9, null, 9, 9, 0, 0], found: [3, 5, 6], why: 'a bucket without data does not end the run' },
  { counts: [0, 0, 0, 0, 0, 9, 9, 9], found: [5, 6, 7], why: 'a run may last until the release' },
  { counts: [9, 9, 9, 0, 0, 0, 0, 9, 9, 9, 0, 0, 0], found: [0, 1, 2, 7, 8, 9], why: 'two incidents' },
  { counts: [null, null], found: [], why: 'no data, no incident' },
])('$found: $why', ({ counts, found }) => {
  expect(incidentBuckets(counts)).toEqual(found);
});
