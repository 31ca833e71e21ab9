import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readingQuery } from '../../../src/sources/clickhouse/query.js';
import { assumeLayout } from '../../../src/sources/clickhouse/layouts/index.js';
import { runbookFor, runbooks, type Runbook, type Step } from '../../../src/runbooks/index.js';
import { windowsAround } from '../../helpers/log-source.js';

test('a code that is not known has no runbook', () => {
  const none: Runbook | null = runbookFor('of-another-version');
  expect([none, runbookFor('constructor')]).toEqual([null, null]);
});

// That every code has one is the compiler's to say: see the table in src/runbooks/index.ts.
describe.each(runbooks.map((runbook) => [runbook.code, runbook] as const))('%s', (code, runbook) => {
  test('is found by its code and says all there is to say', () => {
    expect(runbookFor(code)).toBe(runbook);
    const texts = [runbook.title, runbook.means, runbook.impact, ...runbook.diagnose.map(({ text }) => text)];
    for (const text of [...texts, ...runbook.do]) expect(text.trim()).not.toBe('');
    expect(runbook.diagnose.length * runbook.do.length).toBeGreaterThan(0);
  });

  test('can be read at three in the morning', () => {
    const { means, impact, diagnose } = runbook;
    const sentences = [means, impact, ...diagnose.map(({ text }) => text), ...runbook.do].join(' ').split(/[.:;?] /);
    for (const sentence of sentences) expect(sentence.split(' ').length).toBeLessThanOrEqual(25);
  });
});

test('queries ask for parameters that the report holds', () => {
  const windows = windowsAround(Date.parse('2026-03-01T12:00:00Z'));
  const selection = { service: 'pay', level: 'ERROR', canary: [] } as const;
  const { parameters } = readingQuery(
    assumeLayout({ table: { table: 'otel_logs' }, from: () => 'otel_logs', named: {} }, undefined),
    selection,
    windows,
    windows.after.toMs,
  );
  const steps: readonly Step[] = runbooks.flatMap(({ diagnose }) => diagnose);
  const asked = new Set(steps.flatMap(({ sql }) => [...(sql ?? '').matchAll(/\{(\w+):/g)].map(([, name]) => name)));
  // The moment of the release is release.at, and no parameter of the query.
  expect([...asked].filter((name) => name !== 'releasedAt')).toEqual(expect.arrayContaining(['service', 'from', 'to']));
  for (const name of asked) expect([...Object.keys(parameters), 'releasedAt']).toContain(name);
});

test('the README lists them all', () => {
  const readme = readFileSync(path.resolve(import.meta.dirname, '../../../README.md'), 'utf8');
  const [, block = ''] = /<!-- codes -->\n([^]*?)\n<!-- \/codes -->/.exec(readme) ?? [];
  const rows = runbooks.map(({ code, title }) => `| \`${code}\` | ${title} |`);
  expect(block.trim().split('\n').slice(2).map(unpadded)).toEqual(rows);
});

function unpadded(row: string): string {
  return row.replaceAll(/ +\|/g, ' |');
}
