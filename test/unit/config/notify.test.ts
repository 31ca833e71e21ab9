import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { notifySchema } from '../../../src/config/file/notify.js';
import { readConfigFile } from '../../../src/config/file/read.js';
import { readNotifiers } from '../../../src/config/notify.js';
import { UserError } from '../../../src/errors.js';

const SECRET = 'T0PSECRET';

/** What zod says of a section, without the loader. */
function problemsOf(...entries: readonly unknown[]): readonly string[] {
  const { error } = notifySchema.safeParse(entries);
  return error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? [];
}

test.for([
  { entry: { type: 'slack', url: `https://hooks.slack.com/services/${SECRET}` }, at: /^0\.url is a secret/ },
  { entry: { type: 'teams', url: `https://x.logic.azure.com/${SECRET}` }, at: /^0\.url is a secret/ },
  { entry: { type: 'pagerduty', routingKey: SECRET }, at: /^0\.routingKey is a secret/ },
  { entry: { type: 'opsgenie', apiKey: SECRET }, at: /^0\.apiKey is a secret/ },
  { entry: { type: 'grafana', url: 'https://g.test', token: SECRET }, at: /^0\.token is a secret/ },
  { entry: { type: 'webhook', url: 'https://w.test', secret: SECRET }, at: /^0\.secret is a secret/ },
  { entry: { type: 'webhook', url: `https://u:${SECRET}@w.test` }, at: /^0\.url holds a user or password/ },
  { entry: { type: 'webhook', url: `https://w.test/hook?api_key=${SECRET}` }, at: /^0\.url holds a secret/ },
  {
    entry: { type: 'moira', url: 'https://w.test', headers: { Authorization: `Bearer ${SECRET}` } },
    at: /^0\.headers hold a secret/,
  },
  {
    entry: { type: 'email', host: 'h', from: 'a@b.c', to: ['a@b.c'], user: 'u', password: SECRET },
    at: /^0\.password is a secret/,
  },
])('a secret in the file is refused, and not repeated: $entry.type', ({ entry, at }) => {
  const [problem = '', ...others] = problemsOf(entry);
  expect(problem).toMatch(at);
  expect([problem.includes(SECRET), others]).toEqual([false, []]);
});

test.for([
  { type: 'slack', url: '${SLACK_WEBHOOK_URL}' },
  { type: 'slack', url: 'file:/run/secrets/slack' },
  { type: 'slack', url: 'https://hooks.slack.com/services/${SLACK_PATH}', when: ['rollback', 'recovered'], state: 's' },
  { type: 'teams', url: '${TEAMS}' },
  {
    type: 'webhook',
    url: 'http://ops.test/hook',
    secret: '${S}',
    headers: { 'X-Team': 'a', Authorization: 'Bearer ${T}' },
  },
  { type: 'pagerduty', routingKey: '${K}', url: 'https://events.eu.pagerduty.com' },
  { type: 'opsgenie', apiKey: '${K}', team: 'x' },
  { type: 'alertmanager', url: 'http://alertmanager:9093', labels: { team: 'x' }, firesFor: '4h' },
  { type: 'moira', url: 'https://m.test' },
  { type: 'grafana', url: 'https://g.test', token: '${T}', dashboardUid: 'a', panelId: 1, tags: ['x'] },
  {
    type: 'email',
    host: 'h',
    from: 'a@b.c',
    to: ['a@b.c'],
    user: 'u',
    password: '${P}',
    tls: 'implicit',
    timeout: '3s',
  },
])('understood: $type', (entry) => {
  expect(problemsOf(entry)).toEqual([]);
});

test.for([
  { type: 'slak', url: '${X}' },
  { url: '${X}' },
  { type: 'slack' },
  { type: 'slack', url: '${X}', channel: 'x' },
  { type: 'slack', url: '${X}', when: [] },
  { type: 'slack', url: '${X}', when: ['sometimes'] },
  { type: 'email', host: 'h', from: 'a@b.c', to: [] },
  { type: 'alertmanager', url: 'http://a', labels: { 'no-label': 'x' } },
])('not understood: %o', (entry) => {
  expect(problemsOf(entry)).not.toEqual([]);
});

test('defaults: chats hear of what went wrong, pagers of rollbacks and of their end', () => {
  const notifiers = readNotifiers([
    { type: 'slack', url: 'https://slack.test/x' },
    { type: 'pagerduty', routingKey: 'k\n' },
    { type: 'email', host: 'h', from: 'a@b.c', to: ['d@e.f'], tls: 'implicit' },
  ]);
  const pager = notifiers[1];
  expect(notifiers.map(({ when }) => when)).toEqual([
    ['rollback', 'inconclusive', 'error'],
    ['rollback', 'recovered'],
    ['rollback', 'inconclusive', 'error'],
  ]);
  expect(pager?.type === 'pagerduty' && [pager.routingKey(), pager.url()]).toEqual([
    'k',
    'https://events.pagerduty.com',
  ]);
  expect(notifiers[2]).toMatchObject({ port: 465, tls: 'implicit', timeoutMs: 5000, retries: 2 });
  expect(JSON.stringify(notifiers)).not.toContain('slack.test');
});

test.for([
  { entry: { type: 'slack', url: 'http://slack.test/T0PSECRET' }, says: /^notify\[0\]\.url is not encrypted$/ },
  { entry: { type: 'slack', url: 'T0PSECRET' }, says: /^notify\[0\]\.url is no address$/ },
  { entry: { type: 'slack', url: '' }, says: /^notify\[0\]\.url is empty/ },
  { entry: { type: 'moira', url: 'http://u:T0PSECRET@m.test' }, says: /^notify\[0\]\.url holds a user or password$/ },
  { entry: { type: 'moira', url: 'ftp://T0PSECRET' }, says: /^notify\[0\]\.url is no http address$/ },
  {
    entry: { type: 'pagerduty', routingKey: 'T0P\nSECRET' },
    says: /^notify\[0\]\.routingKey is empty or holds control/,
  },
  {
    entry: { type: 'moira', url: 'http://m', headers: { 'X-A': 'a\r\nX-B: T0PSECRET' } },
    says: /^notify\[0\]\.headers\.X-A is empty or holds control/,
  },
  { entry: { type: 'moira', url: 'http://m', headers: { 'X A': 'a' } }, says: /^notify\[0\]\.headers has a name/ },
  {
    entry: { type: 'slack', url: 'https://s', when: ['recovered'] },
    says: /^notify\[0\] is to tell of recovered, but slack does not know/,
  },
  { entry: { type: 'slack', url: 'https://s', timeout: 'x' }, says: /^notify\[0\]\.timeout "x"/ },
  {
    entry: { type: 'email', host: 'h', from: 'a', to: ['b'], tls: 'none', password: 'T0PSECRET' },
    says: /would send its password unencrypted/,
  },
  { entry: { type: 'email', host: 'h', from: 'a@b\nBcc: x', to: ['b'] }, says: /^notify\[0\]\.from is empty or holds/ },
] as const)('refused, without the value: $says', ({ entry, says }) => {
  expect(() => readNotifiers([entry])).toThrow(says);
  expect(() => readNotifiers([entry])).not.toThrow(/T0PSECRET/);
});

test.for([
  { yaml: 'type: slak', says: 'notify[0].type is a text, but must be one of: slack, teams, webhook, pagerduty,' },
  { yaml: 'type: slack, url: "${X}", chanel: x', says: 'notify[0].chanel is no key that is known' },
  {
    yaml: 'type: slack, url: https://hooks.slack.com/T0PSECRET',
    says: 'notify[0].url is wrong: is a secret that must',
  },
])('the file says what is wrong: $yaml', ({ yaml, says }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-notify-config-'));
  const file = path.join(folder, 'canary-verdict.yaml');
  writeFileSync(file, `notify:\n  - { ${yaml} }\n`);
  const told = toldBy(() => readConfigFile(file));
  rmSync(folder, { recursive: true });
  expect(told).toContain(says);
  expect(told).not.toContain(SECRET);
  // Only the keys of the kind at hand are named.
  expect(told).not.toContain('routingKey');
});

function toldBy(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return `${error.message}\n${error.hint}`;
  }
  return '';
}

test('every notification that the README shows is understood', () => {
  const readme = readFileSync(path.resolve(import.meta.dirname, '../../../README.md'), 'utf8');
  const [, section = ''] = /\n## Tell people\n([^]*?)\n## /.exec(readme) ?? [];
  const shown = [...section.matchAll(/```yaml\n([^]*?)```/g)].flatMap(([, yaml = '']) => {
    const content: unknown = parse(yaml);
    return Array.isArray(content) ? (content as unknown[]) : (content as { notify: unknown[] }).notify;
  });
  expect(problemsOf(...shown)).toEqual([]);
  expect(shown.map((entry) => (entry as { type: string }).type)).toEqual([
    'slack',
    'slack',
    'teams',
    'webhook',
    'pagerduty',
    'opsgenie',
    'alertmanager',
    'moira',
    'grafana',
    'email',
  ]);
});
