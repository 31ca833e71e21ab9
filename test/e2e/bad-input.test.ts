import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../helpers/run-cli.js';

// Every mistake of a person gets one line and a hint on stderr, nothing on stdout, code 2, and no wait. None of these
// may reach a server: the address is one where nobody listens.
const URL_FLAG = ['--url', 'http://127.0.0.1:9'];
const SERVICE = [...URL_FLAG, '--service', 'payments'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-bad-input-'));
  mkdirSync(path.join(folder, 'a-folder'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function expectMistake(run: { code: number | null; stdout: string; stderr: string }, says: RegExp, hints: RegExp) {
  expect(run.stderr).toMatch(/^error: [^\n]+\n {2}[^\n]+\n$/);
  const [message = '', hint = ''] = run.stderr.split('\n');
  expect(message).toMatch(says);
  expect(hint).toMatch(hints);
  expect(run.stdout).toBe('');
  expect(run.code).toBe(2);
}

const inAnHour = () => String(Math.round(Date.now() / 1000) + 3600);

describe('flags', () => {
  test.for([
    { args: ['judge', '--sensibility', '2'], says: /unknown option '--sensibility'/, hints: /--sensitivity/ },
    { args: ['jugde', ...SERVICE], says: /unknown command 'jugde'/, hints: /help/ },
    { args: ['judge', ...SERVICE, 'stray'], says: /too many arguments/, hints: /help/ },
    { args: ['judge', '--service'], says: /'--service <name>' argument missing/, hints: /help/ },
    { args: [], says: /no log source/, hints: /--url.*--logs.*--series/ },
    { args: ['judge', ...URL_FLAG], says: /no service/, hints: /--service/ },
    { args: ['judge', ...URL_FLAG, '--service', ' '], says: /no service/, hints: /--service/ },
    { args: ['judge', ...SERVICE, '--wait', '0s'], says: /--wait "0s" is no time at all/, hints: /--wait/ },
    { args: ['judge', ...SERVICE, '--wait', '-5m'], says: /--wait "-5m" is not a duration/, hints: /90s, 5m/ },
    { args: ['judge', ...SERVICE, '--wait', '5'], says: /--wait "5" is not a duration/, hints: /90s, 5m/ },
    { args: ['judge', ...SERVICE, '--wait', '500d'], says: /longer than a year/, hints: /--wait/ },
    { args: ['judge', ...SERVICE, '--before', '0m'], says: /--before "0m" is no time at all/, hints: /--before/ },
    { args: ['judge', ...SERVICE, '--bucket', '-30s'], says: /--bucket "-30s" is not a duration/, hints: /--bucket/ },
    { args: ['judge', ...SERVICE, '--bucket', '0s'], says: /--bucket "0s" is no time at all/, hints: /--bucket/ },
    { args: ['judge', ...SERVICE, '--bucket', '1500ms'], says: /not whole seconds/, hints: /--bucket/ },
    { args: ['judge', ...SERVICE, '--warm-up', '-1s'], says: /--warm-up "-1s" is not a duration/, hints: /--warm-up/ },
    { args: ['judge', ...SERVICE, '--warm-up', '5m'], says: /leaves nothing of --wait 5m/, hints: /--warm-up/ },
    { args: ['judge', ...SERVICE, '--max-lag', 'soon'], says: /--max-lag "soon"/, hints: /--max-lag/ },
    { args: ['judge', ...SERVICE, '--max-lag', '5m'], says: /does not fit into --timeout/, hints: /--timeout/ },
    { args: ['judge', ...SERVICE, '--timeout', '0s'], says: /--timeout "0s"/, hints: /--timeout/ },
    {
      args: ['judge', ...SERVICE, '--wait', '20s'],
      says: /--wait gives no window.*not one whole bucket/,
      hints: /--bucket/,
    },
    {
      args: ['judge', ...SERVICE, '--before', '29s'],
      says: /--before gives no window.*not one whole bucket/,
      hints: /--bucket/,
    },
    { args: ['judge', ...SERVICE, '--before', '90d', '--bucket', '1s'], says: /more than 100000/, hints: /--bucket/ },
    { args: ['judge', ...SERVICE, '--sensitivity', '0'], says: /--sensitivity "0"/, hints: /factor/ },
    { args: ['judge', ...SERVICE, '--sensitivity', '-2'], says: /--sensitivity "-2"/, hints: /factor/ },
    { args: ['judge', ...SERVICE, '--sensitivity', 'two'], says: /--sensitivity "two"/, hints: /factor/ },
    { args: ['judge', ...SERVICE, '--sensitivity', '1e307'], says: /--sensitivity "1e307"/, hints: /factor/ },
    { args: ['help', 'bogus'], says: /unknown command 'bogus'/, hints: /help/ },
    {
      args: ['judge', '--connection', 'prod', '--service', 'a'],
      says: /a connection of .* there is none/,
      hints: /--config/,
    },
    {
      args: ['judge', ...URL_FLAG, '--service', 'a', '--canary', 'attr:=x'],
      says: /--canary "attr:=x" names no attribute/,
      hints: /attr:k8s/,
    },
    { args: ['judge', '--url', 'http://h/%zz', '--service', 'a'], says: /a % that stands for nothing/, hints: /%25/ },
    { args: ['judge', ...SERVICE, '--sensitivity', 'NaN'], says: /--sensitivity "NaN"/, hints: /factor/ },
    { args: ['judge', ...SERVICE, '--sensitivity', 'Infinity'], says: /--sensitivity "Infinity"/, hints: /factor/ },
    { args: ['judge', ...SERVICE, '--level', 'LOUD'], says: /--level "LOUD"/, hints: /ERROR/ },
    {
      args: ['judge', ...SERVICE, '--canary', 'web-01'],
      says: /--canary "web-01" is not KEY=VALUE/,
      hints: /host=web-01/,
    },
    { args: ['judge', ...SERVICE, '--columns', 'tijd=ts'], says: /--columns knows no "tijd"/, hints: /time/ },
    { args: ['judge', ...SERVICE, '--released-at', 'noon'], says: /--released-at "noon" is not a time/, hints: /-10m/ },
    { args: ['judge', ...SERVICE, '--released-at', '2026-02-30'], says: /is not a time/, hints: /--released-at/ },
    {
      args: ['judge', ...SERVICE, '--released-at', '+10m'],
      says: /lies 10m ahead, further than --wait 5m/,
      hints: /zone/,
    },
    { args: ['judge', ...SERVICE, '--released-at', inAnHour()], says: /ahead, further than --wait/, hints: /zone/ },
    {
      args: [
        'judge',
        ...SERVICE,
        '--released-at',
        '2026-03-01T12:00:00Z',
        '--before',
        '2026-03-01T11:00:00Z/2026-03-01T12:00:01Z',
      ],
      says: /--before.*after the release/,
      hints: /--before/,
    },
    {
      args: ['judge', ...SERVICE, '--before', '2026-03-01T12:00Z/2026-03-01T11:00Z'],
      says: /ends before it begins/,
      hints: /FROM\/TO/,
    },
    { args: ['judge', ...SERVICE, '--before', '2026-03-01T12:00Z/now'], says: /is not an interval/, hints: /FROM\/TO/ },
    { args: ['judge', ...SERVICE, '--format', 'xml'], says: /--format "xml"/, hints: /text, json/ },
    { args: ['judge', ...SERVICE, '--if-error', 'ignore'], says: /--if-error "ignore"/, hints: /pass, rollback/ },
    {
      args: ['judge', ...SERVICE, '--if-inconclusive', 'maybe'],
      says: /--if-inconclusive "maybe"/,
      hints: /pass, rollback/,
    },
    {
      args: ['judge', ...SERVICE, '--output', '/nonexistent/report.json'],
      says: /--output.*no such file or folder/,
      hints: /--output/,
    },
    {
      args: ['judge', ...SERVICE, '--series', 'x.json'],
      says: /--url and --series name two sources/,
      hints: /only one/,
    },
    {
      args: ['judge', '--series', 'x.json', '--wait', '5m'],
      says: /--wait does not apply to --series/,
      hints: /Drop --wait/,
    },
    { args: ['judge', '--series', 'x.json', '--dry-run'], says: /--dry-run does not apply/, hints: /Drop/ },
    {
      args: ['judge', '--url', 'localhost:8123', '--service', 'a'],
      says: /--url is not an http/,
      hints: /http:\/\/HOST:8123/,
    },
    { args: ['judge', '--url', 'chdb:', '--service', 'a'], says: /names no data directory/, hints: /chdb:PATH/ },
    {
      args: ['judge', '--url', 'http://h:8123/?max_threads=1', '--service', 'a'],
      says: /parameters behind/,
      hints: /flags/,
    },
    { args: ['judge', ...SERVICE, '--password-file', '/nonexistent'], says: /no such file/, hints: /--password-file/ },
    { args: ['judge', ...SERVICE, '--ca-cert', '/nonexistent'], says: /no such file/, hints: /--ca-cert/ },
    { args: ['schema', 'verdict'], says: /verdict/, hints: /report/ },
  ])('$args', async ({ args, says, hints }) => expectMistake(await runCli(args), says, hints));

  test('a password in --url is refused and not repeated', async () => {
    const run = await runCli(['judge', '--url', 'http://me:s3cret@db:8123', '--service', 'payments']);
    expectMistake(run, /--url holds a user or a password/, /CLICKHOUSE_PASSWORD/);
    expect(run.stderr).not.toContain('s3cret');
  });
});

describe('recorded series', () => {
  const good = { bucketSeconds: 30, before: [0, 1, 0, 1], after: [1, 0, 1, 0] };
  test.for([
    { text: JSON.stringify({ ...good, before: [0, -1] }), says: /before\[1\] is -1, not a whole number/, line: 1 },
    { text: JSON.stringify({ ...good, after: [0.5, 1] }), says: /after\[0\] is 0\.5, not a whole number/, line: 1 },
    { text: JSON.stringify({ ...good, after: ['1', 1] }), says: /after\[0\] is "1", not a whole number/, line: 1 },
    { text: JSON.stringify({ ...good, after: [1e300, 1] }), says: /after\[0\] is 1e\+300/, line: 1 },
    { text: JSON.stringify({ ...good, after: [] }), says: /after is empty/, line: 1 },
    { text: JSON.stringify({ bucketSeconds: 30, before: [1] }), says: /after is missing/, line: 1 },
    { text: JSON.stringify({ ...good, before: 7 }), says: /before is not a list/, line: 1 },
    {
      text: JSON.stringify({ ...good, bucketSeconds: 0 }),
      says: /bucketSeconds is 0, not a number above zero/,
      line: 1,
    },
    { text: JSON.stringify({ before: [1], after: [1] }), says: /bucketSeconds is missing/, line: 1 },
    { text: JSON.stringify({ ...good, exposureRatio: -1 }), says: /exposureRatio is -1/, line: 1 },
    { text: JSON.stringify({ ...good, beforeLines: [1, 2] }), says: /beforeLines holds 2 buckets.*holds 4/, line: 1 },
    {
      text: JSON.stringify({ ...good, afterLines: [1, 2, 3, 4, 5] }),
      says: /afterLines holds 5 buckets.*holds 4/,
      line: 1,
    },
    { text: '{\n "bucketSeconds": 30,\n "before": [0, 1],\n "after": [NaN, 1]\n}', says: /it is not JSON/, line: 4 },
    {
      text: '{\n "bucketSeconds": 30,\n "before": [\n 0,\n -3\n ],\n "after": [1]\n}',
      says: /before\[1\] is -3/,
      line: 5,
    },
    { text: '{"bucketSeconds": 30,\n "before": [0, 1', says: /it is not JSON/, line: 2 },
    { text: '[]', says: /the document is not an object/, line: 1 },
    { text: '', says: /it is not JSON/, line: 1 },
  ])('$text', async ({ text, says, line }) => {
    const file = path.join(folder, 'series.json');
    writeFileSync(file, text);
    const run = await runCli(['judge', '--series', file]);
    expectMistake(run, says, /--series/);
    expect(run.stderr).toContain(`${file}:${line}: `);
  });

  test.for([
    { why: 'no JSON', text: '['.repeat(100_000), says: /:1: it is not JSON/ },
    {
      why: 'an id',
      text: `{"id":${'['.repeat(50_000)}${']'.repeat(50_000)},"bucketSeconds":30,"before":[1],"after":[1]}`,
      says: /:1: id is neither text nor a number/,
    },
  ])('brackets in brackets without end: $why', async ({ text, says }) => {
    expectMistake(await runCli(['judge', '--series', '-'], { input: text }), says, /--series/);
  });

  test('a file that is not there', async () => {
    expectMistake(await runCli(['judge', '--series', '/nonexistent.json']), /no such file or folder/, /--series/);
  });

  test('a folder in its place', async () => {
    expectMistake(await runCli(['judge', '--series', path.join(folder, 'a-folder')]), /it is a folder/, /--series/);
  });

  test('malformed stdin', async () => {
    expectMistake(
      await runCli(['judge', '--series', '-'], { input: '{"before": [' }),
      /<stdin>:1: it is not JSON/,
      /--series/,
    );
  });

  test('a warm-up that leaves nothing', async () => {
    const input = JSON.stringify({ bucketSeconds: 300, before: [1, 2], after: [1] });
    expectMistake(await runCli(['judge', '--series', '-'], { input }), /leaves nothing of the 300 s/, /--warm-up/);
  });

  test('a bucket that the recorded ones do not fill', async () => {
    const input = JSON.stringify(good);
    expectMistake(await runCli(['judge', '--series', '-', '--bucket', '45s'], { input }), /multiple/, /--bucket/);
  });
});

describe('log files', () => {
  const args = (file: string) => [
    'judge',
    '--logs',
    file,
    '--service',
    'payments',
    '--released-at',
    '2026-03-01T12:00:00Z',
  ];

  test('a file that is not there', async () => {
    expectMistake(await runCli(args('/nonexistent.ndjson')), /nonexistent\.ndjson/, /--logs/);
  });

  test('a malformed line is named by its number', async () => {
    const file = path.join(folder, 'app.ndjson');
    const line = JSON.stringify({ ts: 1772366400000, level: 'INFO', service: 'payments', body: 'hello' });
    writeFileSync(file, `${line}\n${line}\n{"ts": oops}\n${line}\n`);
    const run = await runCli(args(file));
    expectMistake(run, /app\.ndjson/, /./);
    expect(run.stderr).toMatch(/app\.ndjson(:| line )3\b/);
  });
});
