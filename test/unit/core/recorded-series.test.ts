import { describe, expect, test } from 'vitest';
import { parseSeries } from '../../../src/core/recorded-series.js';

const series = { bucketSeconds: 30, before: [0, 1], after: [4, null] };

test('a recorded series is read field by field, and what it does not know is ignored', () => {
  expect(parseSeries({ ...series, id: 7, label: 'bad', afterLines: [10, null] })).toEqual({
    id: '7',
    bucketSeconds: 30,
    exposureRatio: 1,
    before: { errors: [0, 1], lines: [null, null] },
    after: { errors: [4, null], lines: [10, null] },
  });
});

test('a control is read with it', () => {
  const control = { after: [80, null], before: [20, 19], afterLines: [900, 901], exposureRatio: 0.05 };
  expect(parseSeries({ ...series, control }).control).toEqual({
    after: { errors: [80, null], lines: [900, 901] },
    before: { errors: [20, 19], lines: [null, null] },
    exposureRatio: 0.05,
  });
  expect(parseSeries({ ...series, control: { after: [1, 2], exposureRatio: 1 } }).control).toEqual({
    after: { errors: [1, 2], lines: [null, null] },
    exposureRatio: 1,
  });
});

describe('what is wrong is named with its path', () => {
  test.for([
    { value: [], says: 'the document is not an object' },
    { value: { ...series, id: {} }, says: 'id is neither text nor a number' },
    { value: { ...series, bucketSeconds: 0 }, says: 'bucketSeconds is 0, not a number above zero' },
    { value: { ...series, exposureRatio: 1e308 }, says: 'exposureRatio is 1e+308, not from 1e-15 to 1e15' },
    {
      value: { ...series, bucketSeconds: JSON.parse('1e999') },
      says: 'bucketSeconds is Infinity, not from 1e-15 to 1e15',
    },
    { value: { ...series, before: [] }, says: 'before is empty' },
    { value: { ...series, after: [1, 0.5] }, says: 'after[1] is 0.5, not a whole number from 0 on, or null' },
    {
      value: { ...series, after: [1, JSON.parse('1e999')] },
      says: 'after[1] is Infinity, not a whole number from 0 on, or null',
    },
    { value: { ...series, after: [1, ['x']] }, says: 'after[1] is a list, not a whole number from 0 on, or null' },
    {
      value: { ...series, after: [1, 'x'.repeat(50_000)] },
      says: `after[1] is "${'x'.repeat(40)}…", not a whole number from 0 on, or null`,
    },
    { value: { ...series, afterLines: [1] }, says: 'afterLines holds 1 buckets, but the window holds 2' },
    { value: { ...series, control: 1 }, says: 'control is not an object' },
    { value: { ...series, control: { exposureRatio: 1 } }, says: 'control.after is missing' },
    {
      value: { ...series, control: { after: [1], exposureRatio: 1 } },
      says: 'control.after holds 1 buckets, but the window holds 2',
    },
    {
      value: { ...series, control: { after: [1, -1], exposureRatio: 1 } },
      says: 'control.after[1] is -1, not a whole number from 0 on, or null',
    },
    {
      value: { ...series, control: { after: [1, 1], before: [1], exposureRatio: 1 } },
      says: 'control.before holds 1 buckets, but the window holds 2',
    },
    { value: { ...series, control: { after: [1, 1] } }, says: 'control.exposureRatio is missing' },
  ])('$says', ({ value, says }) => {
    expect(() => parseSeries(value)).toThrow(expect.objectContaining({ name: 'FieldError', message: says }));
  });
});
