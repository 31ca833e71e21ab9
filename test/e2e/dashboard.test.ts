import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EXIT_CODE } from '../../src/exit-codes.js';
import { answer, inTurn, startReceiver } from '../helpers/http-receiver.js';
import { runCli } from '../helpers/run-cli.js';

const TOKEN = 'glsa_secret_of_grafana';
const UNASKED = ['dashboard', 'grafana', '--no-config', '--layout', 'signoz', '--service', 'pay ments'];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-dashboard-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a dashboard is made without a server, on stdout or in a file', async () => {
  const run = await runCli(UNASKED);
  expect([run.code, run.stderr]).toEqual([EXIT_CODE.pass, '']);
  const dashboard = JSON.parse(run.stdout) as Record<string, unknown>;
  expect(dashboard).toMatchObject({
    title: 'Errors of pay ments: release',
    uid: expect.stringMatching(/^cv-release-pay-ments-[0-9a-f]{6}$/),
  });
  expect(run.stdout).toContain('distributed_logs_v2');
  const file = path.join(folder, 'daily.json');
  const written = await runCli([...UNASKED, '--view', 'daily', '--sensitivity', '3', '--out', file]);
  expect([written.code, written.stdout, written.stderr]).toEqual([EXIT_CODE.pass, '', '']);
  expect(readFileSync(file, 'utf8')).toContain('median × 3');
});

test('a trigger and rules are written', async () => {
  const moira = await runCli(['dashboard', 'moira', '--no-config', '--service', 'payments', '--before', '45m']);
  expect(JSON.parse(moira.stdout)).toMatchObject({ targets: [{}, expect.stringContaining("'45min'),2)")] });
  const config = path.join(folder, 'canary-verdict.yaml');
  writeFileSync(config, 'runbooks:\n  errors-over-limit: https://wiki.example.org/errors\n');
  const prometheus = await runCli(['dashboard', 'prometheus', '--config', config]);
  expect(prometheus.stderr).toBe('');
  expect(parse(prometheus.stdout)).toMatchObject({
    groups: [{ rules: [{ annotations: { runbook_url: 'https://wiki.example.org/errors' } }, {}] }],
  });
});

test('a file of several services makes a dashboard to choose from, and rules for each', async () => {
  const config = path.join(folder, 'services.yaml');
  const services = 'services: { payments: {}, search: { sensitivity: 4 }, web: { name: web-prod } }';
  writeFileSync(config, `connections: { prod: { url: 'http://127.0.0.1:1' } }\n${services}\n`);
  const grafana = await runCli(['dashboard', 'grafana', '--config', config, '--layout', 'otel-logs']);
  expect(grafana.stderr).toMatch(/^warning: [^\n]*: give --service for search\n$/);
  expect(JSON.parse(grafana.stdout)).toMatchObject({ templating: { list: [{}, { name: 'service' }, {}] } });
  const prometheus = await runCli(['dashboard', 'prometheus', '--config', config]);
  expect([prometheus.code, prometheus.stderr]).toEqual([EXIT_CODE.pass, '']);
  const { groups } = parse(prometheus.stdout) as { groups: { name: string; rules: { expr: string }[] }[] };
  expect(groups.map(({ name, rules }) => [name, /> (\d+) \*/.exec(rules[0]!.expr)?.[1]])).toEqual([
    ['canary-verdict payments', '2'],
    ['canary-verdict search', '4'],
    ['canary-verdict web-prod', '2'],
  ]);
  const moira = await runCli(['dashboard', 'moira', '--config', config]);
  expect([moira.code, moira.stdout]).toEqual([EXIT_CODE.usage, '']);
  expect(moira.stderr).toContain('Give --service with one of: payments, search, web.');
});

test('a dashboard is pushed with the token of the environment or of a file', async () => {
  const grafana = await startReceiver(answer(200, { 'content-type': 'application/json' }, '{"status":"success"}'));
  const file = path.join(folder, 'token');
  writeFileSync(file, `${TOKEN}\n`);
  const run = await runCli([...UNASKED, '--import', `${grafana.url}/grafana/`, '--folder', 'releases'], {
    env: { GRAFANA_TOKEN: TOKEN },
  });
  const other = await runCli([...UNASKED, '--import', grafana.url, '--token-file', file]);
  await grafana.close();
  expect([run.code, run.stderr, other.code, other.stderr]).toEqual([0, '', 0, '']);
  const [first, second] = grafana.received;
  expect([first?.method, first?.path, second?.path]).toEqual([
    'POST',
    '/grafana/api/dashboards/db',
    '/api/dashboards/db',
  ]);
  for (const request of grafana.received) expect(request.headers.authorization).toBe(`Bearer ${TOKEN}`);
  const body = JSON.parse(first?.body ?? '') as { dashboard: { uid: string } };
  expect(body).toMatchObject({ overwrite: true, folderUid: 'releases', dashboard: { schemaVersion: 42 } });
  expect(run.stdout).toBe(`${grafana.url}/grafana/d/${body.dashboard.uid}\n`);
});

test.for([
  {
    reply: answer(401, {}, `{"message":"Invalid API key ${TOKEN}"}`),
    says: 'it answered 401 ({"message":"Invalid API key ***"})',
    hint: 'Check that the token',
  },
  { reply: answer(403, {}, '{"message":"no rights"}'), says: 'it answered 403', hint: 'Check that the token' },
  { reply: answer(412, {}, '{"status":"name-exists"}'), says: 'name-exists', hint: 'give another --folder' },
  { reply: answer(418), says: 'it answered 418', hint: 'Check --import' },
])('an answer that says no is told, and never with the token: $says', async ({ reply, says, hint }) => {
  const grafana = await startReceiver(reply);
  const run = await runCli([...UNASKED, '--import', grafana.url], { env: { GRAFANA_TOKEN: TOKEN } });
  await grafana.close();
  expect([run.code, run.stdout]).toEqual([EXIT_CODE.usage, '']);
  expect(run.stderr).toContain(says);
  expect(run.stderr).toContain(hint);
  expect(run.stderr).not.toContain(TOKEN);
  expect(grafana.received).toHaveLength(1);
});

test('a redirect is not followed: the token is for the given address alone', async () => {
  const elsewhere = await startReceiver(answer(200));
  const grafana = await startReceiver(answer(307, { location: `${elsewhere.url}/api/dashboards/db` }));
  const run = await runCli([...UNASKED, '--import', grafana.url], { env: { GRAFANA_TOKEN: TOKEN } });
  await Promise.all([grafana.close(), elsewhere.close()]);
  expect(run.code).toBe(EXIT_CODE.usage);
  expect(run.stderr).toContain('a redirect, which is not followed');
  expect(elsewhere.received).toEqual([]);
});

test('a busy Grafana is asked again', async () => {
  const grafana = await startReceiver(inTurn(answer(503), answer(200)));
  const run = await runCli([...UNASKED, '--import', grafana.url], { env: { GRAFANA_TOKEN: TOKEN } });
  await grafana.close();
  expect([run.code, grafana.received.length]).toEqual([EXIT_CODE.pass, 2]);
});

test.for([
  { words: ['dashboard', 'grafana'], says: 'nothing says what the log table looks like' },
  { words: ['dashboard', 'grafana', '--layout', 'otel-log'], says: 'Use one of otel-logs' },
  { words: [...UNASKED, '--view', 'weekly'], says: 'Give --view one of: release, daily' },
  { words: [...UNASKED, '--before', '2026-03-01T11:00:00Z/2026-03-01T11:30:00Z'], says: 'an interval of one release' },
  { words: [...UNASKED, '--import', 'http://127.0.0.1:1'], says: 'there is no token for Grafana in GRAFANA_TOKEN' },
  { words: [...UNASKED, '--import', `http://a:${TOKEN}@127.0.0.1:1`], says: '--import holds a user or a password' },
  { words: [...UNASKED, '--import', 'grafana'], says: '--import is no http address' },
  { words: [...UNASKED, '--out', '/nowhere/at/all.json'], says: 'cannot write /nowhere/at/all.json' },
  { words: ['dashboard', 'moira'], says: 'a trigger is for one service' },
  { words: ['dashboard'], says: 'dashboard alone does nothing' },
  { words: ['dashboard', 'moira', '--service', 'pay', '--before', '2h'], says: 'needs more than Moira keeps' },
])('refused: $says', async ({ words, says }) => {
  const run = await runCli([...words, ...(words.length > 1 ? ['--no-config'] : [])]);
  expect([run.code, run.stdout]).toEqual([EXIT_CODE.usage, '']);
  expect(run.stderr).toContain(says);
  expect(run.stderr).not.toContain(TOKEN);
  expect(existsSync('/nowhere')).toBe(false);
});
