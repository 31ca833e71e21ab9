import { expect, test } from 'vitest';
import { arrivals, hex, seededChance } from '../../../src/demo/chance.js';

const many = (seed: number, count: number): readonly number[] => {
  const chance = seededChance(seed);
  return Array.from({ length: count }, () => chance());
};

test('the same seed gives the same numbers on every machine', () => {
  // The first three of mulberry32 with seed 0, as its reference implementation in C gives them.
  expect(many(0, 3).map((number) => Math.round(number * 2 ** 32))).toEqual([1144304738, 1416247, 958946056]);
  expect(many(7, 5)).toEqual(many(7, 5));
  expect(many(7, 5)).not.toEqual(many(8, 5));
});

test('numbers fill [0, 1) evenly', () => {
  const numbers = many(3, 20_000);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const tenths = Array.from({ length: 10 }, (_, tenth) => numbers.filter((n) => Math.floor(n * 10) === tenth).length);
  // 2,000 expected in each, standard deviation 42.
  expect(Math.min(...tenths)).toBeGreaterThan(1800);
  expect(Math.max(...tenths)).toBeLessThan(2200);
});

test('arrivals come at the rate asked for, in order, inside the span', () => {
  const instants = [...arrivals(seededChance(1), 2, 5_000, 5_000 + 3_600_000)];
  // 7,200 expected, standard deviation 85.
  expect(instants.length).toBeGreaterThan(6_900);
  expect(instants.length).toBeLessThan(7_500);
  expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  expect(instants[0]).toBeGreaterThanOrEqual(5_000);
  expect(instants.at(-1)).toBeLessThan(3_605_000);
  expect([...arrivals(seededChance(1), 0, 0, 1e9)]).toEqual([]);
});

test('hexadecimal ids have the length asked for', () => {
  expect(hex(seededChance(1), 32)).toMatch(/^[0-9a-f]{32}$/);
  expect(hex(seededChance(1), 5)).toMatch(/^[0-9a-f]{5}$/);
});
