import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { noticeOfFailure, noticeOfReport } from '../../../src/core/notice.js';
import { hookVariables } from '../../../src/hooks/variables.js';
import { anyReport } from '../../helpers/arbitrary-report.js';
import { reportOf } from '../../helpers/reports.js';

const context = { environment: 'production', reportUrl: 'https://ci.test/7', runbooks: {} };

test('a rollback in variables', () => {
  const report = reportOf(Array<number>(60).fill(2), Array<number>(10).fill(30));
  const notice = noticeOfReport(
    { ...report, source: { ...report.source, canary: ['host=web-01', 'version=1.4.2'] } },
    { ...context, runbooks: { 'errors-over-limit': 'https://wiki.test/over' } },
  );
  expect(hookVariables(notice, { report: '/tmp/report.json' })).toEqual({
    CANARY_VERDICT_VERDICT: 'rollback',
    CANARY_VERDICT_EXIT_CODE: '10',
    CANARY_VERDICT_SERVICE: 'payments',
    CANARY_VERDICT_ENVIRONMENT: 'production',
    CANARY_VERDICT_VERSION: '1.4.2',
    CANARY_VERDICT_SENTENCE: report.reasons[0]?.message,
    CANARY_VERDICT_REASONS: 'errors-over-limit,early-rollback',
    CANARY_VERDICT_RELEASED_AT: '2026-03-01T12:00:00Z',
    CANARY_VERDICT_JUDGED_UNTIL: '2026-03-01T12:05:00Z',
    CANARY_VERDICT_SIGNATURE: '',
    CANARY_VERDICT_SIGNATURE_STATUS: '',
    CANARY_VERDICT_REPORT: '/tmp/report.json',
    CANARY_VERDICT_REPORT_URL: 'https://ci.test/7',
    CANARY_VERDICT_RUNBOOK_URL: 'https://wiki.test/over',
  });
});

test('a source that failed says why', () => {
  const failure = { service: 'payments', exitCode: 3, code: 'refused', message: 'nobody listens', hint: '' };
  expect(hookVariables(noticeOfFailure(failure, context), { report: '' })).toMatchObject({
    CANARY_VERDICT_VERDICT: 'error',
    CANARY_VERDICT_EXIT_CODE: '3',
    CANARY_VERDICT_SENTENCE: 'nobody listens',
    CANARY_VERDICT_REASONS: 'refused',
    CANARY_VERDICT_RELEASED_AT: '',
  });
});

test('every value is one line that a process can be given', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      for (const value of Object.values(hookVariables(noticeOfReport(report, context), { report: '' }))) {
        expect(value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(value.length).toBeLessThanOrEqual(4096);
      }
    }),
  );
});
