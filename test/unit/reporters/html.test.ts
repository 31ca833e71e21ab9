import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { paymentsReport } from '../../../examples/report-pictures/payments-report.js';
import type { Report } from '../../../src/core/report.js';
import { headSection } from '../../../src/reporters/html/head.js';
import { htmlReport } from '../../../src/reporters/html.js';
import { anyReport, hostileText } from '../../helpers/arbitrary-report.js';
import { poisoned } from '../../helpers/poisoned.js';
import { endedEarly, repeated, reportOf } from '../../helpers/reports.js';

const before = repeated([2, 3, 1, 2, 4, 0, 2, 1, 3, 2], 60);

/** The page without its scripts and styles, which are the same in every report. */
function shown(report: Report): string {
  return htmlReport(report).replace(/<(script|style)>[^]*?<\/\1>/g, '');
}

/** Every tag with the names of its attributes, in order. */
function tagsOf(page: string): readonly string[] {
  return (page.match(/<[a-z/!][^>]*>/gi) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));
}

test('the verdict comes first, with what to do and the sentence that decided', () => {
  expect(headSection(paymentsReport()).text).toMatchInlineSnapshot(`
    "<header class="verdict rollback">
        <div class="verdict-line">
          <svg
        class="icon"
        viewBox="0 0 24 24"
        width="24"
        height="24"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        stroke-width="2.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <path d="M9 6L4 11l5 5M4 11h10a5 5 0 0 1 0 10h-3" />
      </svg>
          <h1>rollback</h1>
          <p class="who">
            <bdi>payments</bdi>
            <span class="selector"><bdi>host=payments-canary</bdi></span>
          </p>
        </div>
        <p class="advice">Undo this release: its errors speak against it.</p>
        <p class="sentence">152 errors in 9 buckets after the release, the limit is 72.4 (2 × the usual 4.02 a bucket); by chance alone once in 1e35.</p>
        <p class="meta">released <time datetime="2026-03-12T14:05:00Z">2026-03-12 14:05:00 UTC</time> · exit code 10</p>
      </header>"
  `);
});

test.for([
  { exitCode: 20, told: 'exit code 20' },
  { exitCode: 0, told: 'exit code 0, mapped by --if-inconclusive' },
])('exit code $exitCode of an inconclusive run', ({ exitCode, told }) => {
  const report = { ...reportOf(before, [null, null, null]), exitCode };
  expect(report.verdict).toBe('inconclusive');
  expect(headSection(report).text).toContain(`${told}</p>`);
});

test('nothing from outside makes an element or an attribute', () => {
  fc.assert(
    fc.property(anyReport, hostileText, (report, text) => {
      expect(tagsOf(shown(poisoned(report, text)))).toEqual(tagsOf(shown(poisoned(report, 'plain words'))));
    }),
  );
});

test('control characters, overrides and half characters are spelled out', () => {
  fc.assert(
    fc.property(anyReport, hostileText, (report, text) => {
      expect(shown(poisoned(report, text))).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('the policy lets run what the page brings and nothing else', () => {
  const policy = /content="(default-src 'none'[^"]*)"/.exec(htmlReport(paymentsReport()))?.[1] ?? '';
  expect(policy.replace(/sha256-[\w+/]+=/g, 'sha256')).toBe(
    "default-src 'none'; script-src 'sha256' 'sha256' 'sha256'; style-src 'sha256'; base-uri 'none'; form-action 'none'",
  );
});

test('no address of another file is in it, but for names of namespaces and licences', () => {
  const fetched = /(?:src|href|srcset|action|data|poster)="(?!#)([^"]*)"|url\(|@import/g;
  expect([...shown(paymentsReport()).matchAll(fetched)].map(([match]) => match)).toEqual([]);
});

test('a line of 10 MB and a thousand messages leave the page small', () => {
  const [signature] = paymentsReport().signatures ?? [];
  const signatures = Array.from({ length: 1000 }, (_, id) => ({ ...signature!, id: String(id) }));
  const page = htmlReport(poisoned({ ...paymentsReport(), signatures }, '<>\u0001'.repeat(3_500_000)));
  expect(page.length).toBeLessThan(4e6);
});

test('a hundred thousand buckets leave the page small', () => {
  const report = reportOf(repeated([1, 0, 2], 90_000), repeated([1, 0, 2], 10_000));
  expect(htmlReport(report).length).toBeLessThan(0.5e6);
});

test('without scripts there is a picture of every bucket, and a table of the counts', () => {
  const page = shown(endedEarly(before, [1, 0, 1, 4, 8, 12, 14], { stable: [3, 2, 3, 2, 3, 4, 2] }));
  expect(page.match(/<svg class="static"/g)).toHaveLength(2);
  expect(page).toContain('<th scope="row">12:01:00 – 12:01:10</th>');
  expect(page).toContain('<td>over the limit</td>');
});
