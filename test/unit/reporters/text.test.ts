import { describe, expect, test } from 'vitest';
import type { ReportedFinding } from '../../../src/core/verdict.js';
import type { TextOptions } from '../../../src/reporters/options.js';
import { textReport } from '../../../src/reporters/text.js';
import { endedEarly, repeated, reportOf, seriesOf } from '../../helpers/reports.js';

const plain: TextOptions = { colorLevel: 0, unicode: true, columns: 80 };
const ascii: TextOptions = { ...plain, unicode: false };

const USUAL = [2, 3, 1, 2, 4, 0, 2, 1, 3, 2];
const before = repeated(USUAL, 60);
const bad = [9, 8, 11, 7, 9, 12, 10, 9, 8, 11];

/** Lines without trailing spaces, so that the snapshots stay readable. */
function shown(report: Parameters<typeof textReport>[0], options: TextOptions = plain): string {
  return `\n${textReport(report, options).replace(/ +$/gm, '')}`;
}

describe('a whole report', () => {
  test('a rollback', () => {
    expect(shown(reportOf(before, bad))).toMatchInlineSnapshot(`
      "
      ROLLBACK payments                                                   exit code 10
      85 errors in 9 buckets after the release, the limit is 36 (2 × the usual 2 a
      bucket); by chance alone once in 1e23.

      counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      11:30:00 – 12:00:00 · 60 buckets of 30s · 120 errors in 6,000 lines
      after       12:00:00 – 12:05:00 · 10 buckets of 30s · 94 errors in 1,000 lines
      level       2 errors usual per 30s (before: median 2, mean 2)
      limit       36 errors = sensitivity 2 × level 2 × 9 buckets
      evidence    enough: chance gives so many once in 1e23
      early       certain after 1m30s: evidence 31 : 1, 25 : 1 is enough ▁█
                  false alarms at exactly 2 ×: ≤ 1 % by chance, bursts 3 %, waves 8 %

      █ errors per 30s   ┄ median 2   ━ limit 4   ░ left out
          12┤                                                            │  ▃  █   ▃
            │                                                            │  █  █▅  █
            │                                                            │░▃█ ████▃█
            │                                                            │░██▅██████
            │                                                            │░█████████
           4┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│░━━━━━━━━━
           2┤▃█┄▃█┄▃┄█▃▃█┄▃█┄▃┄█▃▃█┄▃█┄▃┄█▃▃█┄▃█┄▃┄█▃▃█┄▃█┄▃┄█▃▃█┄▃█┄▃┄█▃│░█████████
            │██▅██ █▅████▅██ █▅████▅██ █▅████▅██ █▅████▅██ █▅████▅██ █▅██│░█████████
           0└────────────────────────────────────────────────────────────┴──────────
             11:30                                           release 12:00     12:05

      left out    the warm-up of 30s (9 errors)
      runbook     canary-verdict explain errors-over-limit early-rollback
      took        5m1s · 7,070 rows read · canary-verdict 0.1.0
      reproduce   canary-verdict judge --service payments \\
                  --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
      "
    `);
  });

  test('a rollback in ASCII on a narrow terminal', () => {
    expect(shown(reportOf(before, bad), { ...ascii, columns: 40 })).toMatchInlineSnapshot(`
      "
      ROLLBACK payments           exit code 10
      85 errors in 9 buckets after the
      release, the limit is 36 (2 x the usual
      2 a bucket); by chance alone once in
      1e23.

      counted     lines at ERROR or worse in
                  otel.otel_logs at
                  clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      11:30:00 - 12:00:00 | 60
                  buckets of 30s | 120 errors
                  in 6,000 lines
      after       12:00:00 - 12:05:00 | 10
                  buckets of 30s | 94 errors
                  in 1,000 lines
      level       2 errors usual per 30s
                  (before: median 2, mean 2)
      limit       36 errors = sensitivity 2 x
                  level 2 x 9 buckets
      evidence    enough: chance gives so many
                  once in 1e23
      early       certain after 1m30s:
                  evidence 31 : 1, 25 : 1 is
                  enough .#
                  false alarms at exactly 2 x:
                  <= 1 % by chance, bursts 3
                  %, waves 8 %

      # errors per 30s   - median 2
      = limit 4
      Each column is the mean of 3 buckets
      before the release, of 2 after it.
        10.5+                    |  #..
            |                    | ####
            |                    |#####
            |                    |#####
           4+====================|=====
            |                    |#####
           2+:::::-:::::::::-::::|#####
            |#####:#########:####|#####
           0+--------------------+-----
             11:30   release 12:00 12:05

      left out    the warm-up of 30s (9
                  errors)
      runbook     canary-verdict explain
                  errors-over-limit
                  early-rollback
      took        5m1s | 7,070 rows read | ...
      reproduce   canary-verdict judge \\
                  --service payments \\
                  --released-at \\
                  2026-03-01T12:00:00Z \\
                  --before 30m --wait 5m
      "
    `);
  });

  test('a pass, with an incident before the release', () => {
    const incident = before.map((count, index) => (index >= 20 && index < 24 ? 60 : count));
    expect(shown(reportOf(incident, USUAL))).toMatchInlineSnapshot(`
      "
      PASS payments                                                        exit code 0
      18 errors in 9 buckets after the release, the limit is 36 (2 × the usual 2 a
      bucket); 37 (2.06 × the average before) would have been rolled back.

      counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      11:30:00 – 12:00:00 · 60 buckets of 30s · 352 errors in 6,000 lines
      after       12:00:00 – 12:05:00 · 10 buckets of 30s · 20 errors in 1,000 lines
      level       2 errors usual per 30s (before: median 2, mean 2)
      limit       36 errors = sensitivity 2 × level 2 × 9 buckets
      evidence    not over the limit: chance gives so many 54 % of the time
      early       not certain: no evidence of more than 2 × the errors ▁▁▁▁▁▁▁▁▁

      █ errors per 30s   ┄ median 2   ━ limit 4   ▲ up to 60   ░ left out
           4┤━━━━━━━━━━━━━━━━━━━━▲▲▲▲━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━━━━━━━
            │    █         █     ░░░░█         █         █         █     │    █
            │ █  █   █  █  █   █ ░░░░█   █  █  █   █  █  █   █  █  █   █ │ █  █   █
            │ █  █   █  █  █   █ ░░░░█   █  █  █   █  █  █   █  █  █   █ │ █  █   █
           2┤██┄██┄█┄████┄██┄█┄██░░░░█┄█┄████┄██┄█┄████┄██┄█┄████┄██┄█┄██│░█┄██┄█┄██
            │██ ██ █ ████ ██ █ ██░░░░█ █ ████ ██ █ ████ ██ █ ████ ██ █ ██│░█ ██ █ ██
            │█████ █████████ ████░░░░█ █████████ █████████ █████████ ████│░████ ████
            │█████ █████████ ████░░░░█ █████████ █████████ █████████ ████│░████ ████
           0└────────────────────────────────────────────────────────────┴──────────
             11:30                                           release 12:00     12:05

      left out    the warm-up of 30s (2 errors) · an incident of 4 buckets before (240
                  errors)
      would catch from 37 errors on, 2.06 × the average before
      took        5m1s · 7,070 rows read · canary-verdict 0.1.0
      reproduce   canary-verdict judge --service payments \\
                  --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
      "
    `);
  });

  test('inconclusive, because data are missing', () => {
    expect(shown(reportOf(before, [2, 3, 1, 2, 4, 0, 2, null, null, null]))).toMatchInlineSnapshot(`
      "
      INCONCLUSIVE payments                                               exit code 20
      3 of 9 buckets after the release have no data, and errors may hide there.

      counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      11:30:00 – 12:00:00 · 60 buckets of 30s · 120 errors in 6,000 lines
      after       12:00:00 – 12:05:00 · 10 buckets of 30s · 14 errors in 700 lines
      level       2 errors usual per 30s (before: median 2, mean 2)
      limit       36 errors = sensitivity 2 × level 2 × 9 buckets
      evidence    not over the limit: chance gives so many 94 % of the time
      early       not certain: no evidence of more than 2 × the errors ▁▁▁▁▁▁▁▁▁

      █ errors per 30s   ┄ median 2   ━ limit 4   ░ left out   × no data
           4┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━━━━━━━
            │    █         █         █         █         █         █     │    █
            │ █  █   █  █  █   █  █  █   █  █  █   █  █  █   █  █  █   █ │ █  █
            │ █  █   █  █  █   █  █  █   █  █  █   █  █  █   █  █  █   █ │ █  █
           2┤██┄██┄█┄████┄██┄█┄████┄██┄█┄████┄██┄█┄████┄██┄█┄████┄██┄█┄██│░█┄██┄█┄┄┄
            │██ ██ █ ████ ██ █ ████ ██ █ ████ ██ █ ████ ██ █ ████ ██ █ ██│░█ ██ █
            │█████ █████████ █████████ █████████ █████████ █████████ ████│░████ █
            │█████ █████████ █████████ █████████ █████████ █████████ ████│░████ █×××
           0└────────────────────────────────────────────────────────────┴──────────
             11:30                                           release 12:00     12:05

      left out    the warm-up of 30s (2 errors) · 3 buckets after without data
      runbook     canary-verdict explain after-not-covered
      took        5m1s · 7,070 rows read · canary-verdict 0.1.0
      reproduce   canary-verdict judge --service payments \\
                  --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
      "
    `);
  });

  test('no data at all, from a recorded series without a name', () => {
    const nothing = reportOf(repeated([null], 6), repeated([null], 3), {
      recorded: true,
      parts: {
        service: null,
        query: null,
        source: {
          kind: 'series',
          name: 'series.json',
          table: null,
          layout: null,
          serverVersion: null,
          level: null,
          canary: [],
          stable: [],
        },
        reproduce: 'canary-verdict judge --series series.json',
      },
    });
    expect(shown(nothing)).toMatchInlineSnapshot(`
      "
      INCONCLUSIVE a recorded series                                      exit code 20
      There are no data from before the release (6 buckets), so nothing says what is
      usual.

      counted     errors in series.json
      before      3m · 6 buckets of 30s · 0 errors
      after       1m30s · 3 buckets of 30s · 0 errors
      level       not known, without data from before
      limit       not known, without data from before
      evidence    none, without data from before

      █ errors per 30s   × no data
           1┤                              │
            │                              │
            │                              │
            │                              │
            │                              │
            │                              │
            │                              │
            │××××××××××××××××××××××××××××××│×××××××××××××××
           0└──────────────────────────────┴───────────────
             -3m                     release         +1m30s

      left out    the warm-up of 30s (0 errors) · 6 buckets before without data · 3
                  buckets after without data
      notes       2 of 2 buckets after the release have no data, and errors may hide
                  there.
      runbook     canary-verdict explain no-baseline after-not-covered
      took        5m1s · canary-verdict 0.1.0
      reproduce   canary-verdict judge --series series.json
      "
    `);
  });

  test('plain mode in ASCII', () => {
    expect(shown(reportOf(repeated([10], 60), repeated([30], 10), { rule: { plain: true } }), ascii))
      .toMatchInlineSnapshot(`
        "
        ROLLBACK payments                                                   exit code 10
        270 errors in 9 buckets after the release, the limit is 180 (2 x the median 10 a
        bucket).

        counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
        release     2026-03-01 12:00:00 UTC
        before      11:30:00 - 12:00:00 | 60 buckets of 30s | 600 errors in 6,000 lines
        after       12:00:00 - 12:05:00 | 10 buckets of 30s | 300 errors in 1,000 lines
        level       10 errors usual per 30s (before: median 10, mean 10)
        limit       180 errors = sensitivity 2 x level 10 x 9 buckets
        evidence    not asked for: plain mode compares the bare numbers

        # errors per 30s   - median 10   = limit 20   o left out
            30+                                                            |o#########
              |                                                            |o#########
            20+============================================================|o=========
              |                                                            |o#########
              |                                                            |o#########
            10+::::::::::::::::::::::::::::::::::::::::::::::::::::::::::::|o#########
              |############################################################|o#########
              |############################################################|o#########
             0+------------------------------------------------------------+----------
               11:30                                           release 12:00     12:05

        left out    the warm-up of 30s (30 errors)
        runbook     canary-verdict explain errors-over-limit
        took        5m1s | 7,070 rows read | canary-verdict 0.1.0
        reproduce   canary-verdict judge --service payments \\
                    --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
        "
      `);
  });

  test('no error anywhere: the limit of zero lies on the floor', () => {
    expect(shown(reportOf(repeated([0], 60), repeated([0], 10)))).toMatchInlineSnapshot(`
      "
      PASS payments                                                        exit code 0
      0 errors in 9 buckets after the release, the limit is 0 (there was no error
      before); 3 would have been rolled back.

      counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      11:30:00 – 12:00:00 · 60 buckets of 30s · 0 errors in 6,000 lines
      after       12:00:00 – 12:05:00 · 10 buckets of 30s · 0 errors in 1,000 lines
      level       0 errors usual per 30s (before: median 0, mean 0)
      limit       0 errors = sensitivity 2 × level 0 × 9 buckets
      evidence    not over the limit: chance gives so many 100 % of the time
      early       not certain: no evidence of more than 2 × the errors ▁▁▁▁▁▁▁▁▁

      █ errors per 30s   ┄ median 0   ━ limit 0
           1┤                                                            │
            │                                                            │
            │                                                            │
            │                                                            │
            │                                                            │
            │                                                            │
            │                                                            │
            │                                                            │
           0└━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┴━━━━━━━━━━
             11:30                                           release 12:00     12:05

      left out    the warm-up of 30s (0 errors)
      would catch from 3 errors on
      took        5m1s · 7,070 rows read · canary-verdict 0.1.0
      reproduce   canary-verdict judge --service payments \\
                  --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
      "
    `);
  });

  test('more buckets than columns, billions of errors, a twentieth of the traffic', () => {
    const huge = reportOf(repeated([2e9, 3e9, 1e9], 50_000), repeated([1e8, 2e8], 10), { exposureRatio: 0.05 });
    expect(shown(huge)).toMatchInlineSnapshot(`
      "
      PASS payments                                                        exit code 0
      1,400,000,000 errors in 9 buckets after the release, the limit is 1,800,000,000
      (2 × the usual 100,000,000 a bucket at 0.05 × the exposure); 1,800,000,001 (2 ×
      the average before) would have been rolled back.

      counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      2026-02-12 03:20:00 – 12:00:00 · 50,000 buckets of 30s ·
                  100,001,000,000,000 errors in 5,000,000 lines
      after       12:00:00 – 12:05:00 · 10 buckets of 30s · 1,500,000,000 errors in
                  1,000 lines
      level       100,000,000 errors usual per 30s at 0.05 × the exposure (before:
                  median 2,000,000,000, mean 2,000,020,000)
      limit       1,800,000,000 errors = sensitivity 2 × level 100,000,000 × 9 buckets
      evidence    not over the limit, but above usual: once in 6,400 by chance
      early       not certain: no evidence of more than 2 × the errors ▁▁▁▁▁▁▁▁▁

      █ errors per 30s   ┄ median 100M   ━ limit 200M   ░ left out
      Each column is the mean of 807 buckets before the release, of 1 after it.
      Before is drawn × 0.05: what the canary's traffic would have seen of it.
        200M┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━━━━━━━
            │                                                              │ █ █ █ █ █
            │                                                              │ █ █ █ █ █
            │                                                              │ █ █ █ █ █
        100M┤██████████████████████████████████████████████████████████████│░█████████
            │██████████████████████████████████████████████████████████████│░█████████
            │██████████████████████████████████████████████████████████████│░█████████
            │██████████████████████████████████████████████████████████████│░█████████
           0└──────────────────────────────────────────────────────────────┴──────────
             2026-02-12 03:20                                  release 12:00     12:05

      left out    the warm-up of 30s (100,000,000 errors)
      would catch from 1,800,000,001 errors on, 2 × the average before
      took        5m1s · 7,070 rows read · canary-verdict 0.1.0
      reproduce   canary-verdict judge --service payments \\
                  --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
      "
    `);
  });
});

test('every whole report fits one screen of 36 lines', () => {
  const reports = [
    ...[bad, USUAL, [null, ...USUAL]].map((after) => reportOf(before, after)),
    endedEarly(before, [1, 0, 2, 12, 14], { stable: [4, 5, 3, 12, 9] }),
  ];
  for (const report of reports) expect(shown(report).split('\n').length).toBeLessThanOrEqual(38);
});

test('the verdict is a block of colour, bars are green, the limit is red', () => {
  const text = textReport(reportOf(before, bad), { ...plain, colorLevel: 1 });
  expect(text).toContain('\u001b[41m');
  expect(text).toContain('\u001b[32m█');
  expect(text).toContain('\u001b[31m━');
});

test('what a service or a message is called cannot steer the terminal', () => {
  const hostile = '\u001b[2J\u001b]0;owned\u0007pay\u202ements\r\nPASS';
  const text = textReport(reportOf(before, bad, { parts: { service: hostile } }), plain);
  expect(text.split('\n')[0]).toContain(String.raw`ROLLBACK \u{1b}[2J\u{1b}]0;owned\u{7}pay\u{202e}ments PASS`);
});

test('a very long name leaves the verdict readable', () => {
  const [first] = textReport(reportOf(before, bad, { parts: { service: '漢'.repeat(200) } }), plain).split('\n');
  expect(first).toBe(`ROLLBACK ${'漢'.repeat(35)}…`);
});

describe('notes', () => {
  const note = (nth: number, because: string, judge = 'clock'): ReportedFinding => ({
    judge,
    code: `note-${nth}`,
    outcome: 'note',
    observed: null,
    limit: null,
    unit: 'seconds',
    because,
  });
  const notesOf = (text: string) => /^notes {7}([^]*?)\n(?=\w)/m.exec(text)?.[1]?.replace(/\n {12}/g, '\n') ?? '';

  test('four lines of them are told, the others only counted', () => {
    const observed = [1, 2, 3, 4, 5].map((nth) => note(nth, `Note ${nth}.`));
    expect(notesOf(shown(reportOf(before, USUAL, { observed })))).toBe(
      'Note 1.\nNote 2.\nNote 3.\nNote 4.\n1 more: see --format json',
    );
  });

  test('two are told whole, however long', () => {
    const long = (nth: number) => note(nth, `${'A sentence that matters. '.repeat(8)}End of ${nth}.`);
    const notes = notesOf(shown(reportOf(before, USUAL, { observed: [long(1), long(2), long(3)] })));
    expect(notes).toContain('End of 1.');
    expect(notes).toContain('End of 2.');
    expect(notes).toMatch(/1 more: see --format json$/);
    expect(notes).not.toContain('…');
  });

  test('what says most about the release comes first', () => {
    const observed = [note(1, 'The clock.'), note(2, 'The traffic.', 'exposure')];
    expect(notesOf(shown(reportOf(before, USUAL, { observed })))).toBe('The traffic.\nThe clock.');
  });

  test('what decided is in the head and in its own row, and not told a third time', () => {
    const text = shown(reportOf(before, bad));
    expect(text).toContain('early       certain after');
    expect(text).not.toContain('notes');
  });
});

describe('an early rollback', () => {
  const ten = repeated([10, 12, 9, 11, 8, 10, 13, 9, 10, 7], 60);

  test('after 10 s, before the first bucket is whole', () => {
    expect(shown(endedEarly(ten, [13, 14], { lookSeconds: 5, rule: { warmUpSeconds: 0 } }))).toMatchInlineSnapshot(`
      "
      ROLLBACK payments                                                   exit code 10
      It was certain 10 seconds after the release: 27 errors by then are evidence of
      1e6 : 1 for more than 2 × the errors of before, and 25 : 1 is enough.

      counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      11:30:00 – 12:00:00 · 60 buckets of 30s · 594 errors in 6,000 lines
      after       12:00:00 – 12:00:10 · 2 looks of 5s · 27 errors
      level       10 errors usual per 30s (before: median 10, mean 9.9)
      limit       6.67 errors by then = sensitivity 2 × level 10 × 10s / 30s
      early       certain after 10s: evidence 1e6 : 1, 25 : 1 is enough ▁█
                  false alarms at exactly 2 ×: ≤ 1 % by chance, bursts 3 %, waves 8 %

      █ errors per 30s   ┄ median 10   ━ limit 20
      After the release each column is one look of 5s, × 6 for 30s.
          84┤                                                            │▃▃▃▃████
            │                                                            │████████
            │                                                            │████████
            │                                                            │████████
            │                                                            │████████
            │                                                            │████████
          20┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━━━━━
          10┤██▇█▆██▇█▅██▇█▆██▇█▅██▇█▆██▇█▅██▇█▆██▇█▅██▇█▆██▇█▅██▇█▆██▇█▅│████████
           0└────────────────────────────────────────────────────────────┴────────
             11:30:00                                     release 12:00:00 12:00:10

      left out    nothing
      runbook     canary-verdict explain early-rollback
      took        11s · 7,070 rows read · canary-verdict 0.1.0
      reproduce   canary-verdict judge --service payments \\
                  --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
      "
    `);
  });

  test('after 40 s, with nothing but the warm-up whole', () => {
    expect(shown(endedEarly(ten, [1, 2, 2, 1, 3, 2, 17, 21], { lookSeconds: 5 }))).toMatchInlineSnapshot(`
      "
      ROLLBACK payments                                                   exit code 10
      It was certain 40 seconds after the release: 38 errors by then are evidence of
      1e13 : 1 for more than 2 × the errors of before, and 25 : 1 is enough.

      counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      11:30:00 – 12:00:00 · 60 buckets of 30s · 594 errors in 6,000 lines
      after       12:00:00 – 12:00:40 · 8 looks of 5s · 49 errors
      level       10 errors usual per 30s (before: median 10, mean 9.9)
      limit       6.67 errors by then = sensitivity 2 × level 10 × 10s / 30s
      early       certain after 40s: evidence 1e13 : 1, 25 : 1 is enough ▁█
                  false alarms at exactly 2 ×: ≤ 1 % by chance, bursts 3 %, waves 8 %

      █ errors per 30s   ┄ median 10   ━ limit 20   ░ left out
      After the release each column is one look of 5s, × 6 for 30s.
         126┤                                                            │       █
            │                                                            │      ▄█
            │                                                            │      ██
            │                                                            │      ██
            │                                                            │      ██
            │                                                            │      ██
          20┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━░━━━
          10┤▅▆▅▆▄▅▇▅▅▄▅▆▅▆▄▅▇▅▅▄▅▆▅▆▄▅▇▅▅▄▅▆▅▆▄▅▇▅▅▄▅▆▅▆▄▅▇▅▅▄▅▆▅▆▄▅▇▅▅▄│░░░░░░██
           0└────────────────────────────────────────────────────────────┴────────
             11:30:00                                     release 12:00:00 12:00:40

      left out    the warm-up of 30s (11 errors)
      runbook     canary-verdict explain early-rollback
      took        41s · 7,070 rows read · canary-verdict 0.1.0
      reproduce   canary-verdict judge --service payments \\
                  --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
      "
    `);
  });

  test('after 70 s, in ASCII, many times the limit', () => {
    expect(shown(endedEarly(before, [1, 0, 2, 1, 1, 40, 45]), ascii)).toMatchInlineSnapshot(`
      "
      ROLLBACK payments                                                   exit code 10
      It was certain 70 seconds after the release: 87 errors by then are evidence of
      1e56 : 1 for more than 2 x the errors of before, and 25 : 1 is enough.

      counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      11:30:00 - 12:00:00 | 60 buckets of 30s | 120 errors in 6,000 lines
      after       12:00:00 - 12:01:10 | 7 looks of 10s | 90 errors
      level       2 errors usual per 30s (before: median 2, mean 2)
      limit       5.33 errors by then = sensitivity 2 x level 2 x 40s / 30s
      early       certain after 1m10s: evidence 1e56 : 1, 25 : 1 is enough ...#
                  false alarms at exactly 2 x: <= 1 % by chance, bursts 3 %, waves 8 %

      # errors per 30s   - median 2   = limit 4   ^ up to 135   o left out
      After the release each column is one look of 10s, x 3 for 30s.
          30+                                                            |     ^^
            |                                                            |     ##
            |                                                            |     ##
            |                                                            |     ##
            |                                                            |     ##
            |                                                            |     ##
           4+============================================================|==o====
           2+::.:#-:.::::.:#-:.::::.:#-:.::::.:#-:.::::.:#-:.::::.:#-:.::|o-o::##
           0+------------------------------------------------------------+-------
             11:30:00                                     release 12:00:00 12:01:10

      left out    the warm-up of 30s (3 errors)
      runbook     canary-verdict explain early-rollback
      took        1m11s | 7,070 rows read | canary-verdict 0.1.0
      reproduce   canary-verdict judge --service payments \\
                  --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
      "
    `);
  });

  test('beside stable instances that rise a little too', () => {
    const report = endedEarly(ten, [4, 3, 5, 41, 44], { stable: [14, 12, 13, 25, 20] });
    expect(shown(report)).toMatchInlineSnapshot(`
      "
      ROLLBACK payments                                                   exit code 10
      It was certain 50 seconds after the release: 85 errors by then are evidence of
      1e10 : 1 for more than 2 × the errors of before and of the stable instances, and
      25 : 1 is enough.

      counted     lines at ERROR or worse in otel.otel_logs at clickhouse:8123
      release     2026-03-01 12:00:00 UTC
      before      11:30:00 – 12:00:00 · 60 buckets of 30s · 594 errors in 6,000 lines
      after       12:00:00 – 12:00:50 · 5 looks of 10s · 97 errors
      stable      45 errors in the same 20s × exposure ratio 0.25 = 11.3: raises the
                  level from 10 to 16.9
      level       16.9 errors usual per 30s by stable (before: median 10, mean 9.9)
      limit       22.5 errors by then = sensitivity 2 × level 16.9 × 20s / 30s
      early       certain after 50s: evidence 1e10 : 1, 25 : 1 is enough ▁█
                  false alarms at exactly 2 ×: ≤ 1 % by chance, bursts 3 %, waves 8 %

      █ errors per 30s   ┄ usual by stable 16.9   ━ limit 33.8   ░ left out
      After the release each column is one look of 10s, × 3 for 30s.
         132┤                                                            │      ▄▄██
            │                                                            │      ████
            │                                                            │      ████
            │                                                            │      ████
            │                                                            │      ████
        33.8┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│━━━━━━━━━━
        16.9┤┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄│┄┄┄┄┄┄████
            │▅▆▄▅▄▅▆▄▅▃▅▆▄▅▄▅▆▄▅▃▅▆▄▅▄▅▆▄▅▃▅▆▄▅▄▅▆▄▅▃▅▆▄▅▄▅▆▄▅▃▅▆▄▅▄▅▆▄▅▃│░░░░░░████
           0└────────────────────────────────────────────────────────────┴──────────
             11:30:00                                     release 12:00:00  12:00:50

      left out    the warm-up of 30s (12 errors)
      runbook     canary-verdict explain early-rollback
      took        51s · 7,070 rows read · canary-verdict 0.1.0
      reproduce   canary-verdict judge --service payments \\
                  --released-at 2026-03-01T12:00:00Z --before 30m --wait 5m
      "
    `);
  });

  test('after whole buckets that decide too, with the rest of the last one told', () => {
    const text = shown(endedEarly(before, [1, 0, 2, 2, 2, 3, 4, 4, 4, 5]));
    expect(text).toContain('after       12:00:00 – 12:01:40 · 10 looks of 10s · 27 errors');
    expect(text).toContain('limit       8 errors = sensitivity 2 × level 2 × 2 buckets');
    expect(text).toContain(
      'left out    the warm-up of 30s (3 errors) · the last 10s, no whole bucket (5\n            errors)',
    );
  });

  test('after so many looks that they are drawn bucket by bucket', () => {
    const text = shown(endedEarly(ten, [3, 4, 3, ...repeated([9, 8, 10], 22).map((count) => count ?? 0)]));
    expect(text).toContain('After the release each column is the mean of 3 looks of 10s, × 3 for 30s.');
    expect(text).toMatch(/│░█{8}$/m);
  });

  test('a saved report has no clock and tells the same looks', () => {
    const text = shown(endedEarly(ten, [4, 3, 5, 41, 44], { recorded: true }));
    expect(text).toContain('after       50s · 5 looks of 10s · 97 errors');
    expect(text).toMatch(/ \+50s$/m);
  });
});

describe('the row of the looks', () => {
  const early = (report: Parameters<typeof textReport>[0]) =>
    /^early {7}([^]*?)\n(?! {12}\S)/m.exec(shown(report))?.[1]?.replace(/\n {12}/g, ' ');

  test.for([
    { rule: {}, bound: 'false alarms at exactly 2 ×: ≤ 1 % by chance, bursts 3 %, waves 8 %' },
    { rule: { sensitivity: 1.5 }, bound: 'false alarms at exactly 1.5 ×: ≤ 1 % by chance, more in bursts and waves' },
    { rule: { sensitivity: 4 }, bound: 'false alarms: a bound is known up to 3 × only' },
    {
      rule: { early: 'eager' },
      bound: 'false alarms at the usual rate: ≤ 1 % by chance; 10 to 18 % at 1.5 ×',
    },
  ] as const)('states what is known of false alarms: $bound', ({ rule, bound }) => {
    expect(early(reportOf(before, repeated([50, 52], 10), { rule }))).toMatch(
      new RegExp(`^certain after 1m30s: .* ${bound.replace(/[.*+?()]/g, String.raw`\$&`)}$`),
    );
  });

  test('how near it came', () => {
    expect(early(reportOf(repeated([10], 60), repeated([26], 10)))).toMatch(
      /^not certain: at most \d+ : 1 of the 25 : 1 it takes [▁▂▃▄▅▆▇]{9}$/,
    );
  });

  test('no evidence at all', () => {
    expect(early(reportOf(before, USUAL))).toBe('not certain: no evidence of more than 2 × the errors ▁▁▁▁▁▁▁▁▁');
  });

  test('is not there where nobody looked', () => {
    expect(early(reportOf(before, bad, { rule: { early: 'off' } }))).toBeUndefined();
  });
});

describe('beside stable instances', () => {
  const ten = repeated([10], 60);
  const beside = (after: number, stable: number) =>
    shown(
      reportOf(ten, repeated([after], 10), {
        control: { after: seriesOf(repeated([stable], 10)), exposureRatio: 0.25 },
      }),
    );

  test('a rise that they share lifts level and limit, in the chart too', () => {
    const text = beside(30, 120);
    expect(text).toContain(
      'stable      1,080 errors in 9 buckets · median 120 × exposure ratio 0.25 = 30:\n            raises the level from 10 to 30',
    );
    expect(text).toContain('level       30 errors usual per 30s by stable (before: median 10, mean 10)');
    expect(text).toContain('┄ usual by stable 30   ━ limit 60');
  });

  test('without one the limit stays', () => {
    const text = beside(30, 36);
    expect(text).toContain('= 9: no\n            more than before, the limit stays');
    expect(text).toContain('evidence    enough: beside stable, chance gives so many once in');
    expect(text).toContain('┄ median 10   ━ limit 20');
  });

  test('without data from them the past alone is compared with, told once', () => {
    const control = { after: seriesOf(repeated([null], 10)), exposureRatio: 0.25 };
    const text = shown(reportOf(ten, ten.slice(0, 10), { control }));
    expect(text).toContain('stable      no data after the release: compared with the past alone');
    expect(text).not.toContain('notes');
  });
});

describe('the evidence', () => {
  const evidence = (report: Parameters<typeof textReport>[0]) => /^evidence {4}(.*)$/m.exec(shown(report))?.[1];

  test.for([
    { after: repeated([10], 10), says: 'not over the limit: chance gives so many 52 % of the time' },
    { after: repeated([17], 10), says: 'not over the limit, but above usual: once in 1e7 by chance' },
    { after: repeated([25], 10), says: 'enough: chance gives so many once in 1e26' },
    {
      after: [10, 11, 300, 9, 10, 12, 9, 10, 11, 10],
      says: 'not enough: counted as 101, the largest bucket held to the others',
    },
  ])('$says', ({ after, says }) => {
    expect(evidence(reportOf(repeated([10], 60), after))).toBe(says);
  });
});

test('the command to reproduce can be copied although it is broken', () => {
  const reproduce = `canary-verdict judge --service 'a b'\\''c' --canary "x y"=1 --before 2026-03-01T11:00:00Z/2026-03-01T12:00:00Z --plain`;
  const text = textReport(reportOf(before, bad, { parts: { reproduce } }), { ...plain, columns: 60 });
  const command = text.slice(text.indexOf('reproduce   ') + 12).trimEnd();
  expect(command.split('\n').length).toBeGreaterThan(1);
  expect(command.replace(/ \\\n +/g, ' ')).toBe(reproduce);
});

describe('where to read on', () => {
  const rollback = reportOf(before, bad);
  const runbookOf = (report: typeof rollback) => /^runbook +(.*)\n(?: {12}(.*)\n)?/m.exec(shown(report))?.slice(1);

  test('a command names every code that decided', () => {
    expect(runbookOf(rollback)).toEqual(['canary-verdict explain errors-over-limit early-rollback', undefined]);
  });

  test('the team’s own page stands for the command', () => {
    const runbookUrls = { 'errors-over-limit': 'https://wiki.example/errors' };
    expect(runbookOf({ ...rollback, runbookUrls })).toEqual([
      'https://wiki.example/errors',
      'canary-verdict explain early-rollback',
    ]);
  });

  test('a pass needs none', () => {
    expect(runbookOf(reportOf(before, before.slice(0, 10)))).toBeUndefined();
  });
});
