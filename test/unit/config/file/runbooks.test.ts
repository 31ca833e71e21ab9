import { expect, test } from 'vitest';
import { runbooksSchema } from '../../../../src/config/file/runbooks.js';
import { configJsonSchema } from '../../../../src/config/file/schema.js';
import { parseReport } from '../../../../src/report-schema.js';
import { runbooks } from '../../../../src/runbooks/index.js';
import { reportOf } from '../../../helpers/reports.js';

const PAGE = 'https://wiki.example/errors';

test.for([
  { section: { 'errors-over-limit': PAGE, dns: 'http://wiki/dns' }, why: null },
  { section: { 'errors-over-limits': PAGE }, why: 'did you mean errors-over-limit?' },
  { section: { waves: 'javascript:alert(1)' }, why: 'Invalid URL' },
  { section: { waves: '' }, why: 'Invalid URL' },
])('$section: $why', ({ section, why }) => {
  const { success, error } = runbooksSchema.safeParse(section);
  expect(success).toBe(why === null);
  if (why !== null) expect(error?.message).toContain(why);
});

test('the JSON Schema offers every code', () => {
  const names = JSON.stringify(configJsonSchema);
  expect(names).toContain(JSON.stringify(runbooks.map(({ code }) => code)));
});

test('a report carries the pages of its own codes and no other', () => {
  const urls = { 'errors-over-limit': PAGE, dns: PAGE };
  const report = reportOf([1, 0, 1, 0, 1, 0], [9, 9, 8, 9, 9, 9], { parts: { runbookUrls: urls } });
  expect(report.runbookUrls).toEqual({ 'errors-over-limit': PAGE });
  expect(parseReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(() => parseReport({ ...report, runbookUrls: { waves: 'javascript:alert(1)' } })).toThrow('runbookUrls');
});
