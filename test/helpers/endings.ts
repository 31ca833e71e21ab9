import type { Ending } from '../../src/core/ending.js';
import { repeated, reportOf } from './reports.js';

const signatures = [
  {
    id: 'a1',
    status: 'new',
    template: 'NullPointerException: cart of <*> is null',
    exception: 'NullPointerException',
    before: 0,
    after: 41,
    lookBack: 0,
    firstSeen: '2026-03-01T12:00:31.000Z',
    instances: ['web-01'],
    sample: null,
    isAllowed: false,
  },
] as const;

const before = repeated([10], 60);

/** One run of each end. */
export const ENDINGS = {
  rollback: {
    kind: 'judged',
    report: reportOf(before, repeated([40], 10), { parts: { signatures } }),
  },
  pass: { kind: 'judged', report: reportOf(before, repeated([10], 10)) },
  inconclusive: { kind: 'judged', report: reportOf(before, [10, 10, null, 10, 10, 10, 10, 10, 10, 10]) },
  error: {
    kind: 'failed',
    failure: {
      service: 'payments',
      code: 'refused',
      message: 'clickhouse:8123 refused the connection',
      hint: 'Check the address given with --url.',
      exitCode: 3,
    },
  },
} as const satisfies Record<string, Ending>;

export const ENDS = ['pass', 'rollback', 'inconclusive', 'error'] as const;
