import * as fc from 'fast-check';
import type { Report, ReportSignature } from '../../src/core/report.js';
import type { Finding } from '../../src/core/verdict.js';
import { endedEarly, reportOf, seriesOf } from './reports.js';

/** What a page or a comment would take for more than words. */
const MARKUP = [
  '<script>window.hacked = 1</script>',
  '</script>',
  '</title></style>',
  '"><img src=x onerror="window.hacked = 1">',
  '&lt;b&gt;',
  '-->',
  '${',
  '[link](https://example.org)',
  '![](https://example.org/x.png)',
  'https://example.org',
  'www.example.org',
  'someone@example.org',
  '@someone',
  '#1',
  '**bold**',
  '~~gone~~',
  '\n\n# heading\n',
  '\n- item\n',
  '`',
  '```\n',
  '|',
  '\\|',
  '</details>',
];

/** Text of any origin: plain, any code point, and what steers a terminal, a page or a comment. */
export const hostileText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]8;;http://x\u0007',
        '\u009b2J',
        '\u202e',
        '\r\n',
        '\ud800',
        '👩‍👩‍👧',
        '漢字',
        'é',
        "'",
        ' ',
      ),
    )
    .map((parts) => parts.join('')),
  fc.array(fc.oneof(fc.constantFrom(...MARKUP), fc.string({ maxLength: 3 }))).map((parts) => parts.join('')),
);

const counts = (most: number) =>
  fc.array(fc.option(fc.oneof(fc.nat(9), fc.nat(2_000_000_000)), { nil: null, freq: 6 }), {
    minLength: 1,
    maxLength: most,
  });

const finding: fc.Arbitrary<Finding> = fc.record({
  judge: fc.constant('silence'),
  code: fc.constantFrom('stopped-logging', 'late-data', 'clock-skew'),
  outcome: fc.constantFrom('fail', 'unknown', 'note'),
  observed: fc.option(fc.nat()),
  limit: fc.option(fc.nat()),
  unit: fc.constant('seconds'),
  because: hostileText,
});

const signature: fc.Arbitrary<ReportSignature> = fc.record({
  id: fc.string({ minLength: 1 }),
  status: fc.constantFrom('new', 'surged', 'known', 'gone'),
  template: hostileText,
  exception: fc.option(hostileText),
  before: fc.nat(),
  after: fc.nat(),
  lookBack: fc.option(fc.nat()),
  firstSeen: fc.option(fc.constant('2026-03-01T12:00:01.5Z')),
  instances: fc.array(hostileText, { maxLength: 5 }),
  sample: fc.option(hostileText),
  isAllowed: fc.boolean(),
});

const control = fc.record({ after: counts(40).map(seriesOf), exposureRatio: fc.constantFrom(1, 0.05, 19) });

/** A live run that may have ended with an early rollback at any look. */
const shortReport: fc.Arbitrary<Report> = fc
  .record({
    before: counts(130),
    looks: fc.array(fc.oneof(fc.nat(9), fc.nat(200)), { minLength: 1, maxLength: 60 }),
    lookSeconds: fc.constantFrom(1, 5, 10, 30),
    rule: fc.record({ warmUpSeconds: fc.constantFrom(0, 10, 30, 45), early: fc.constantFrom('on', 'eager') }),
    recorded: fc.boolean(),
  })
  .map(({ before, looks, ...changes }) => endedEarly(before, looks, changes));

const wholeReport: fc.Arbitrary<Report> = fc
  .record({
    before: counts(130),
    after: counts(40),
    exposureRatio: fc.constantFrom(1, 1, 0.05, 7.3, 1e-9),
    rule: fc.record({
      sensitivity: fc.constantFrom(2, 1, 0.5, 1e6),
      plain: fc.boolean(),
      early: fc.constantFrom('on', 'off', 'eager'),
      warmUpSeconds: fc.constantFrom(0, 30, 45, 3600),
    }),
    observed: fc.array(finding, { maxLength: 6 }),
    control: fc.option(control),
    recorded: fc.boolean(),
    service: fc.option(hostileText),
    reproduce: hostileText,
    canary: fc.array(hostileText, { maxLength: 2 }),
    stable: fc.array(hostileText, { maxLength: 2 }),
    durationMs: fc.nat(),
    signatures: fc.option(fc.array(signature, { maxLength: 8 })),
  })
  .map(({ before, after, service, reproduce, canary, durationMs, signatures, control: beside, ...changes }) => {
    const parts = { service, reproduce, durationMs, ...(signatures && { signatures }) };
    const plain = reportOf(before, after, { ...changes, ...(beside && { control: beside }), parts });
    return { ...plain, source: { ...plain.source, canary } };
  });

/** Any report that a run can end with. */
export const anyReport: fc.Arbitrary<Report> = fc.oneof(
  { arbitrary: wholeReport, weight: 2 },
  { arbitrary: shortReport, weight: 1 },
);
