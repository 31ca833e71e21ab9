import type { Report, ReportSignature } from '../../src/core/report.js';
import { badRelease } from '../readme-picture/bad-release.js';

const SIGNATURES: readonly ReportSignature[] = [
  {
    id: '5f0c1a9be2d84c77',
    status: 'new',
    template: 'cannot read properties of undefined (reading <string>) at CardToken.from (<path>:<number>)',
    exception: 'TypeError',
    before: 0,
    after: 118,
    lookBack: 0,
    firstSeen: '2026-03-12T14:05:02.418Z',
    instances: ['payments-canary'],
    sample:
      "2026-03-12T14:05:02.418Z ERROR TypeError: cannot read properties of undefined (reading 'last4')\n    at CardToken.from (/srv/payments/dist/card-token.js:41:22)\n    at capture (/srv/payments/dist/capture.js:118:9)\n    order=8842-1190 customer=[redacted e-mail]",
    isAllowed: false,
  },
  {
    id: '11d7c02b8a3e9f60',
    status: 'surged',
    template: 'capture of order <uuid> failed after <number> ms: gateway answered <number>',
    exception: 'GatewayError',
    before: 61,
    after: 24,
    lookBack: 3120,
    firstSeen: '2026-03-11T14:06:31Z',
    instances: ['payments-canary', 'payments-3'],
    sample:
      '2026-03-12T14:06:12.007Z ERROR GatewayError: capture of order 0b0f… failed after 5003 ms: gateway answered 504',
    isAllowed: false,
  },
  {
    id: '93aa51f04c7d2b18',
    status: 'known',
    template: 'card declined by issuer: <string>',
    exception: null,
    before: 184,
    after: 19,
    lookBack: 8733,
    firstSeen: '2026-03-11T14:05:10Z',
    instances: [],
    sample: null,
    isAllowed: true,
  },
];

/** The bad release of the README's first picture, with what its errors say and the query that counted them. */
export function paymentsReport(): Report {
  const report = badRelease();
  return {
    ...report,
    signatures: SIGNATURES,
    source: { ...report.source, canary: ['host=payments-canary'] },
    query: {
      sql: `SELECT intDiv(toUnixTimestamp64Milli(Timestamp) - {fromMs:Int64}, {bucketMs:Int64}) AS bucket_index,
       countIf(SeverityNumber >= 17) AS error_lines,
       count() AS selected_lines
FROM otel.otel_logs
WHERE ServiceName = {service:String}
  AND ResourceAttributes['host.name'] = {host:String}
  AND Timestamp >= fromUnixTimestamp64Milli({fromMs:Int64})
  AND Timestamp < fromUnixTimestamp64Milli({toMs:Int64})
GROUP BY bucket_index`,
      parameters: {
        service: 'payments',
        host: 'payments-canary',
        fromMs: 1_773_322_500_000,
        toMs: 1_773_324_600_000,
        bucketMs: 10_000,
      },
      rowsRead: 41_312,
      bytesRead: 1_200_000,
      elapsedMs: 18,
    },
  };
}
