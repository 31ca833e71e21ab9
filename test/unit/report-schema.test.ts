import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import { schemaText } from '../../src/commands/schema.js';
import { judgeSeries } from '../../src/core/judgement.js';
import { pairOfReport, type Report } from '../../src/core/report.js';
import { UserError } from '../../src/errors.js';
import { parseReport, type reportSchema } from '../../src/report-schema.js';
import { jsonReport } from '../../src/reporters/json.js';
import { anyReport } from '../helpers/arbitrary-report.js';
import { reportOf } from '../helpers/reports.js';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const isReport = ajv.compile(JSON.parse(schemaText('report')) as object);

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

test('the schema and the type of a report are the same, field by field', () => {
  // Checked by the compiler: a field in one and not in the other does not pass `npm run check:types`.
  expectTypeOf<DeepReadonly<z.infer<typeof reportSchema>>>().toEqualTypeOf<DeepReadonly<Report>>();
});

test('every report that a run can end with is valid by the published schema', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const read: unknown = JSON.parse(jsonReport(report));
      isReport(read);
      expect(isReport.errors).toBeNull();
    }),
  );
});

test('a report that is written, read back and judged again comes to its own verdict', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const read = parseReport(JSON.parse(JSON.stringify(report)));
      expect(read).toEqual(report);
      const observed = report.findings.filter(({ judge }) => judge === 'silence');
      const again = judgeSeries(pairOfReport(read), read.rule, observed);
      expect(again.verdict).toBe(report.verdict);
      expect(again.findings).toEqual(report.findings);
    }),
  );
});

/** The report without one of its fields, for each of its fields at any depth. */
function withoutEachField(value: unknown, path: readonly string[] = []): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const { [key]: _left, ...rest } = value as Record<string, unknown>;
    const deeper = withoutEachField(inner, [...path, key]);
    return [
      [[...path, key].join('.'), rest] as const,
      ...deeper.map(([name, changed]) => [name, { ...rest, [key]: changed }] as const),
    ];
  });
}

const full = reportOf([1, 2, 1, 2, 1, 2], [0, 1, 2, 1]);
// What the parameters of a query are called is the query's business.
const fields = withoutEachField(full).filter(([name]) => name !== 'query.parameters.service');

test('the report of this test has every kind of field', () => {
  expect(fields.length).toBeGreaterThan(60);
  expect(full.analysis.smallestCaught).not.toBeNull();
});

test.for(fields)('a report without %s is refused', ([, changed]) => {
  expect(isReport(changed)).toBe(false);
  expect(() => parseReport(changed)).toThrow(UserError);
});

test.for([
  { change: { schemaVersion: 2 }, field: 'schemaVersion' },
  { change: { verdict: 'maybe' }, field: 'verdict' },
  { change: { exitCode: -1 }, field: 'exitCode' },
  { change: { reasons: [] }, field: 'reasons' },
  { change: { release: { at: 'yesterday' } }, field: 'release.at' },
  { change: { bucketSeconds: 0 }, field: 'bucketSeconds' },
  { change: { exposureRatio: -1 }, field: 'exposureRatio' },
  {
    change: { series: { ...full.series, after: { errors: [0, 1.5], lines: [1, 1] } } },
    field: 'series.after.errors[1]',
  },
  { change: { series: { ...full.series, after: { errors: [-1], lines: [1] } } }, field: 'series.after.errors[0]' },
])('$field is checked by the schema and named when it is wrong', ({ change, field }) => {
  const changed = { ...full, ...change };
  expect(isReport(changed)).toBe(false);
  expect(() => parseReport(changed)).toThrow(`not a report of canary-verdict: ${field}: `);
});

test('lines and errors of a window are of one length', () => {
  const series = { ...full.series, before: { errors: [1, 2], lines: [1] } };
  expect(() => parseReport({ ...full, series })).toThrow('series.before: errors and lines differ in length');
});

test('a field that a later version adds is let through and ignored', () => {
  const later = { ...full, weather: [] };
  expect(isReport(later)).toBe(true);
  expect(parseReport(later)).toEqual(full);
});

test('every field of the schema says what it means', () => {
  const silent: string[] = [];
  const visit = (schema: Record<string, unknown>, path: string, isTold: boolean): void => {
    const told = isTold || 'description' in schema;
    for (const choice of (schema['anyOf'] ?? []) as Record<string, unknown>[])
      visit(choice, path, told || 'description' in choice);
    for (const [key, inner] of Object.entries(
      (schema['properties'] ?? {}) as Record<string, Record<string, unknown>>,
    )) {
      const choices = (inner['anyOf'] ?? []) as Record<string, unknown>[];
      if (!('description' in inner) && !choices.some((choice) => 'description' in choice))
        silent.push(`${path}.${key}`);
      visit(inner, `${path}.${key}`, false);
    }
    if (typeof schema['items'] === 'object' && schema['items'] !== null)
      visit(schema['items'] as Record<string, unknown>, `${path}[]`, true);
  };
  visit(JSON.parse(schemaText('report')) as Record<string, unknown>, '', true);
  expect(silent).toEqual([]);
});

test('a schema that is not there is told with those that are', () => {
  expect(() => schemaText('verdict')).toThrow(expect.objectContaining({ hint: 'Known schemas: report, config.' }));
});
