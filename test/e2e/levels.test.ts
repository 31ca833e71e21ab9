import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.js';
import { startClickHouse, type ClickHouseServer } from '../helpers/clickhouse-http.js';
import { createOtelLogs, insertOtelLogs } from '../helpers/otel-logs.js';
import { runCli } from '../helpers/run-cli.js';

// A level that nobody understands counts as no error: that must never read as a pass.

let server: ClickHouseServer;
let folder: string;
beforeAll(async () => {
  server = await startClickHouse();
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-levels-'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const RELEASE_MS = Date.parse('2026-03-01T12:00:00Z');
const FROM_MS = RELEASE_MS - 30 * 60_000;
const STEP_MS = 5000;
const STEPS = (RELEASE_MS + 7 * 60_000 - FROM_MS) / STEP_MS;
const RELEASED = ['--released-at', new Date(RELEASE_MS).toISOString()];

async function judge(...args: readonly string[]) {
  const run = await runCli(['judge', '--service', 'payments', ...RELEASED, '--format', 'json', ...args]);
  const report = JSON.parse(run.stdout) as Report;
  return { ...run, report, codes: report.reasons.map(({ code }) => code) };
}

const onServer = (table: string) => ['--url', server.url, '--table', table];

/** A line every five seconds, and from the release on three more at the level that stands for an error. */
async function fill(table: string, type: string, usual: string, bad: string): Promise<void> {
  await server.run(
    `CREATE TABLE ${table} (ts DateTime64(3), severity ${type}, service String) ENGINE = MergeTree ORDER BY ts`,
  );
  await server.run(
    `INSERT INTO ${table} SELECT fromUnixTimestamp64Milli(toInt64(${FROM_MS} + number * ${STEP_MS})), ${usual}, 'payments' FROM numbers(${STEPS})`,
  );
  await server.run(
    `INSERT INTO ${table} SELECT ts + 1, ${bad}, 'payments' FROM ${table} ARRAY JOIN range(3) AS i WHERE ts >= fromUnixTimestamp64Milli(toInt64(${RELEASE_MS}))`,
  );
}

describe('a bad release whose levels are not understood is no pass', () => {
  test.for([
    { name: 'syslog', type: 'UInt8', usual: '6', bad: '3', why: 'syslog’s numbers' },
    { name: 'syslog_text', type: 'String', usual: `'6'`, bad: `'3'`, why: 'syslog’s numbers as text' },
    { name: 'otel_number', type: 'UInt8', usual: '9', bad: '17', why: 'OpenTelemetry’s numbers by another name' },
    { name: 'empty', type: 'String', usual: `''`, bad: `''`, why: 'no level at all' },
  ])('$why', async ({ name, type, usual, bad }) => {
    await fill(name, type, usual, bad);
    const run = await judge(...onServer(name));
    expect([run.code, run.codes]).toEqual([20, ['levels-not-recognised']]);
    expect(run.report.reasons[0]?.message).toMatch(
      /^[\d,]+ of [\d,]+ lines \(100 %\) of payments carry no .* --columns level=NAME/,
    );
    const saved = path.join(folder, `${name}.json`);
    writeFileSync(saved, run.stdout);
    const again = await runCli(['judge', '--series', saved, '--format', 'json']);
    expect([again.code, again.stdout.includes('levels-not-recognised')]).toEqual([20, true]);
  });

  test('the wrong column, and with the right one a rollback', async () => {
    await fill('wrong', 'String', `'info'`, `'error'`);
    expect((await judge(...onServer('wrong'), '--columns', 'level=service')).codes).toEqual(['levels-not-recognised']);
    expect((await judge(...onServer('wrong'))).code).toBe(10);
  });

  test('the collector’s table without a severity, and a file', async () => {
    await server.run(createOtelLogs());
    const lines = Array.from({ length: STEPS }, (_, index) => FROM_MS + index * STEP_MS);
    await server.run(
      insertOtelLogs(lines.map((atMs) => ({ atMs, service: 'payments', level: '', severityNumber: 0 }))),
    );
    expect((await judge('--url', server.url)).codes).toEqual(['levels-not-recognised']);
    const file = path.join(folder, 'levels.ndjson');
    writeFileSync(file, lines.map((ts) => `${JSON.stringify({ ts, service: 'payments', level: 'on' })}\n`).join(''));
    const run = await judge('--logs', file);
    expect([run.code, run.codes]).toEqual([20, ['levels-not-recognised']]);
  });
});

test.for([
  { name: 'klog', usual: `'I'`, bad: `'E'` },
  { name: 'brackets', usual: `'[INFO]'`, bad: `'[ERROR]'` },
  { name: 'prefix', usual: `'SEVERITY_INFO'`, bad: `'SEVERITY_ERROR'` },
])('$usual and $bad are understood', async ({ name, usual, bad }) => {
  await fill(name, 'String', usual, bad);
  expect((await judge(...onServer(name))).code).toBe(10);
});

test('a rollback stands where most levels are not understood', async () => {
  await fill('mostly', 'String', `'?'`, `'error'`);
  await server.run(
    `INSERT INTO mostly SELECT ts + 2, '?', service FROM mostly ARRAY JOIN range(9) AS i WHERE severity = '?'`,
  );
  const run = await judge(...onServer('mostly'));
  expect(run.code).toBe(10);
  expect(run.report.findings.map(({ code }) => code)).toContain('levels-not-recognised');
});
