import type { Report } from '../../src/core/report.js';

/** The report with this text in every place that can hold something from outside: logs, flags, tables and servers. */
export function poisoned(report: Report, text: string): Report {
  return {
    ...report,
    service: text,
    reproduce: text,
    reasons: report.reasons.map(({ code }) => ({ code, message: text })),
    findings: report.findings.map((finding) => ({ ...finding, because: text })),
    ...(report.signatures && {
      signatures: report.signatures.map((signature) => ({
        ...signature,
        template: text,
        exception: text,
        sample: text,
        instances: [text, text],
      })),
    }),
    source: {
      ...report.source,
      name: text,
      table: text,
      layout: text,
      serverVersion: text,
      level: text,
      canary: [text],
      stable: [text],
    },
    query: { sql: text, parameters: { [`p${text}`]: text, list: [text] }, rowsRead: 1, bytesRead: 1, elapsedMs: 1 },
  };
}
