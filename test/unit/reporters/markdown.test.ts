import * as fc from 'fast-check';
import { type Token, marked } from 'marked';
import { expect, test } from 'vitest';
import { paymentsReport } from '../../../examples/report-pictures/payments-report.js';
import { prose } from '../../../src/reporters/markdown/inert.js';
import { markdownReport } from '../../../src/reporters/markdown.js';
import { anyReport, hostileText } from '../../helpers/arbitrary-report.js';
import { poisoned } from '../../helpers/poisoned.js';
import { repeated, reportOf } from '../../helpers/reports.js';

/** Code hosts take a step summary of up to 1024 KiB; a comment, less: 65,536 characters. */
const LONGEST_COMMENT = 65_536;

test('a rollback, as a comment shows it', () => {
  expect(markdownReport(paymentsReport())).toMatchInlineSnapshot(`
    "## ⛔ ROLLBACK: \`payments\`, released 2026-03-12 14:05:00 UTC

    **Undo this release: its errors speak against it.**

    152 errors in 9 buckets after the release, the limit is 72.4 (2 × the usual 4.02 a bucket); by chance alone once in 1e35.

    | number | value | |
    | --- | ---: | --- |
    | errors after the release | **152** | in 9 buckets of 30s |
    | limit | **72.4** | 2 × the usual, 8.04 per 30s |
    | times the usual | **4.2 ×** | usual is 4.02 per 30s |
    | certain after | **2m10s** | evidence 31 : 1 |

    \`\`\`text
    █ errors per 30s   ┄ median 4.02   ━ limit 8.04   ░ left out
        21┤                                                            │      █▂ ▅
          │                                                            │    ▇▁██▄█
          │                                                            │  ▆▃██████
          │                                                            │ ▅████████
      8.04┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│░━━━━━━━━━
          │     ▂      ▂     ▅        ▂         ▂        ▅       ▂     │░█████████
      4.02┤▄▁▇▄┄█▄▁▄▇▁▄█┄▄▇▄▁█▄▇▁▄▄┄▇▄█▁▄▇▄▁▄▇┄▄█▄▁▇▄▄▁▇▄█▁▄┄▇▄▄▁█▄▇▁▄▄│░█████████
          │████▆████████▆██████████▆██████████▆█████████████▆██████████│░█████████
         0└────────────────────────────────────────────────────────────┴──────────
           13:35                                           release 14:05     14:10
    \`\`\`

    ### Findings

    - ❌ **More errors than the limit allows** (\`errors-over-limit\`): 152 errors in 9 buckets after the release, the limit is 72.4 (2 × the usual 4.02 a bucket); by chance alone once in 1e35.
    - ❌ **Certain before the window was over** (\`early-rollback\`): It was certain 130 seconds after the release: 47 errors by then are evidence of 31 : 1 for more than 2 × the errors of before, and 25 : 1 is enough.

    ### What the errors say

    - **new** 0 in 30m → 118 in 5m, on \`payments-canary\`: \`TypeError\` \`cannot read properties of undefined (reading <string>) at CardToken.from (<path>:<number>)\`
      - sample: \`2026-03-12T14:05:02.418Z ERROR TypeError: cannot read properties of undefined (reading 'last4') at CardToken.from (/srv/payments/dist/card-token.js:41:22) at capture (/srv/payments/dist/capture.js:118:9) order=8842-1190 customer=[redacted e-mail]\`
    - **surged** 61 in 30m → 24 in 5m, on \`payments-canary\` \`payments-3\`: \`GatewayError\` \`capture of order <uuid> failed after <number> ms: gateway answered <number>\`
      - sample: \`2026-03-12T14:06:12.007Z ERROR GatewayError: capture of order 0b0f… failed after 5003 ms: gateway answered 504\`
    - **known** 184 in 30m → 19 in 5m (allowed): \`card declined by issuer: <string>\`

    <details>
    <summary>Judge the same windows again</summary>

    \`\`\`sh
    canary-verdict judge --service payments --released-at 2026-03-12T14:05:00Z --before 30m --wait 5m --url http://clickhouse:8123
    \`\`\`

    </details>

    <details>
    <summary>The query (41,312 rows read)</summary>

    On \`otel.otel_logs\`:

    \`\`\`sql
    SELECT intDiv(toUnixTimestamp64Milli(Timestamp) - {fromMs:Int64}, {bucketMs:Int64}) AS bucket_index,
           countIf(SeverityNumber >= 17) AS error_lines,
           count() AS selected_lines
    FROM otel.otel_logs
    WHERE ServiceName = {service:String}
      AND ResourceAttributes['host.name'] = {host:String}
      AND Timestamp >= fromUnixTimestamp64Milli({fromMs:Int64})
      AND Timestamp < fromUnixTimestamp64Milli({toMs:Int64})
    GROUP BY bucket_index
    \`\`\`

    - \`service\` = \`payments\`
    - \`host\` = \`payments-canary\`
    - \`fromMs\` = \`1773322500000\`
    - \`toMs\` = \`1773324600000\`
    - \`bucketMs\` = \`10000\`

    </details>

    canary-verdict 0.1.0, exit code 10
    "
  `);
});

test('a pass is told in a few lines', () => {
  const report = reportOf(repeated([2, 3, 1, 2], 60), repeated([2, 1], 10), { recorded: true });
  const [head, , advice] = markdownReport(report).split('\n');
  expect([head, advice]).toEqual([
    '## ✅ PASS: `payments`',
    '**Carry on: nothing in its errors speaks against this release.**',
  ]);
});

test.for([
  {
    text: '85 errors, the limit is 36 (2 × 2 a bucket); once in 1e23.',
    shown: '85 errors, the limit is 36 (2 × 2 a bucket); once in 1e23.',
  },
  { text: 'evidence of 31 : 1, and 25 : 1 is enough', shown: 'evidence of 31 : 1, and 25 : 1 is enough' },
  { text: 'web-01 is silent', shown: '`web-01 is silent`' },
  { text: 'ask @someone', shown: '`ask @someone`' },
  { text: 'see #12', shown: '`see #12`' },
  { text: 'see GH-12', shown: '`see GH-12`' },
  { text: 'at https://example.org', shown: '`at https://example.org`' },
  { text: 'at www.example.org', shown: '`at www.example.org`' },
  { text: 'of commit 0123abc', shown: '`of commit 0123abc`' },
  { text: '1. first', shown: '`1. first`' },
  { text: '**bold** <b> _i_', shown: '`**bold** <b> _i_`' },
  { text: 'a ` tick', shown: '``a ` tick``' },
  { text: '``', shown: '``` `` ```' },
  { text: '', shown: '(empty)' },
])('prose: $text', ({ text, shown }) => {
  expect(prose(text)).toBe(shown);
});

/** The elements of the document, without their words: code and prose of one place count as the same. */
function elementsOf(tokens: readonly Token[]): readonly unknown[] {
  const names = tokens.map((token) => {
    if (token.type === 'text' && !('tokens' in token)) return 'words';
    if (['codespan', 'escape'].includes(token.type)) return 'words';
    if (token.type === 'code' || token.type === 'html') return [token.type, token.type === 'html' ? token.raw : ''];
    if (token.type === 'table') {
      const { header, rows } = token as Extract<Token, { rows: unknown }>;
      return [token.type, header.length, rows.length];
    }
    if (token.type === 'list') {
      const { items } = token as Extract<Token, { items: unknown }>;
      return [token.type, ...items.map((item: Token) => elementsOf('tokens' in item ? (item.tokens ?? []) : []))];
    }
    return 'tokens' in token && token.tokens ? [token.type, ...elementsOf(token.tokens)] : token.type;
  });
  return names.filter((name, index) => name !== 'words' || names[index - 1] !== 'words');
}

test('nothing from outside makes an element: no link, no mention, no heading, no row', () => {
  fc.assert(
    fc.property(anyReport, hostileText, (report, text) => {
      const hostile = elementsOf(marked.lexer(markdownReport(poisoned(report, text))));
      expect(hostile).toEqual(elementsOf(marked.lexer(markdownReport(poisoned(report, 'plain words')))));
    }),
  );
});

test('whatever may mention, link or format stands in code', () => {
  fc.assert(
    fc.property(anyReport, hostileText, (report, text) => {
      const words: string[] = [];
      const collect = (token: Token): void => {
        if (token.type === 'text' && !('tokens' in token && token.tokens)) words.push(token.raw);
      };
      void marked.walkTokens(marked.lexer(markdownReport(poisoned(report, text))), collect);
      for (const word of words) expect(word).not.toMatch(/[@#<>[\]`*_~$!|]|:\/\/|www\./);
    }),
  );
});

test('nothing in it steers a terminal or hides from the reader', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      expect(markdownReport(report)).not.toMatch(/(?!\n|\u{fe0f})[\p{C}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('endless lines do not make it longer than a comment may be', () => {
  const signatures = Array.from({ length: 200 }, (_, id) => ({ ...paymentsReport().signatures![0]!, id: String(id) }));
  const endless = poisoned({ ...paymentsReport(), signatures }, '`@\u0001'.repeat(3_500_000));
  expect(markdownReport(endless).length).toBeLessThan(LONGEST_COMMENT);
});
