import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/core/verdict.js';
import type { TextOptions } from '../../../src/reporters/options.js';
import { textReport } from '../../../src/reporters/text.js';
import { repeated, reportOf } from '../../helpers/reports.js';

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
             11:30   release 12:00

      left out    the warm-up of 30s (9
                  errors)
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
      evidence    not enough: chance gives so many 54 % of the time

      █ errors per 30s   ┄ median 2   ━ limit 4   ░ left out
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
      evidence    not enough: chance gives so many 94 % of the time

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
      evidence    not enough: chance gives so many 100 % of the time

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
      evidence    enough: chance gives so many once in 6,400

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

test('every whole report fits one screen of forty lines', () => {
  for (const after of [bad, USUAL, [null, ...USUAL]]) {
    expect(shown(reportOf(before, after)).split('\n').length).toBeLessThanOrEqual(40);
  }
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

test('notes are told, the fifth and later ones only counted', () => {
  const note = (nth: number): Finding => ({
    judge: 'clock',
    code: `note-${nth}`,
    outcome: 'note',
    observed: null,
    limit: null,
    unit: 'seconds',
    because: `Note ${nth}.`,
  });
  const text = shown(reportOf(before, USUAL, { observed: [1, 2, 3, 4, 5].map(note) }));
  expect(text).toContain(
    'notes       Note 1.\n            Note 2.\n            Note 3.\n            2 more: see --format json',
  );
});

test('the command to reproduce can be copied although it is broken', () => {
  const reproduce = `canary-verdict judge --service 'a b'\\''c' --canary "x y"=1 --before 2026-03-01T11:00:00Z/2026-03-01T12:00:00Z --plain`;
  const text = textReport(reportOf(before, bad, { parts: { reproduce } }), { ...plain, columns: 60 });
  const command = text.slice(text.indexOf('reproduce   ') + 12).trimEnd();
  expect(command.split('\n').length).toBeGreaterThan(1);
  expect(command.replace(/ \\\n +/g, ' ')).toBe(reproduce);
});
