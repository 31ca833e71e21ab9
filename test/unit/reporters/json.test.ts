import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonReport } from '../../../src/reporters/json.js';
import { anyReport } from '../../helpers/arbitrary-report.js';
import { repeated, reportOf } from '../../helpers/reports.js';

test('the JSON says exactly what the report says, and its own text cannot steer a terminal', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const text = jsonReport(report);
      expect(JSON.parse(text)).toEqual(report);
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('the counts of a window stand on one line', () => {
  const text = jsonReport(reportOf([0, null, 2], [1, 1, 1]));
  expect(text).toContain('"errors": [0, null, 2],\n');
  expect(text.endsWith('}\n')).toBe(true);
});

test('brackets and line breaks inside texts stay as they are', () => {
  const report = reportOf([0], [0], { parts: { service: '[\n  1,\n  2\n]', reproduce: '[\\n 1 ]' } });
  expect(JSON.parse(jsonReport(report))).toEqual(report);
});

test('a report of megabytes is written', () => {
  const report = reportOf(repeated([0, 1, 2], 500_000), repeated([1], 10));
  expect(JSON.parse(jsonReport(report))).toEqual(report);
});
