import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readEffective } from '../../src/config/effective.js';
import { readJudgeConfig } from '../../src/config/judge.js';
import { ruleOf } from '../../src/config/judge-settings.js';
import type { Env, RawFlags } from '../../src/config/settings.js';
import { reproduceCommand } from '../../src/reproduce.js';

const NOW_MS = Date.UTC(2026, 2, 1, 12);
const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-reproduce-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function reproduced(flags: RawFlags, text: string, env: Env = {}): Promise<string> {
  const file = path.join(folder, 'canary-verdict.yaml');
  writeFileSync(file, text, { mode: 0o600 });
  const config = readJudgeConfig(await readEffective(flags, env, folder, () => {}), NOW_MS);
  const releaseMs = config.origin.kind === 'recorded' ? null : NOW_MS;
  return reproduceCommand(config, releaseMs, ruleOf(config, config.usualRule)).replaceAll(folder, 'DIR');
}

const AT = '--released-at 2026-03-01T12:00:00Z';
const DB = 'connections: { prod: { url: "http://db:8123", user: reader, password: s3cret } }\n';

test.for([
  {
    flags: { url: 'http://db:8123', service: 'a' },
    text: 'defaults: { wait: 10m, env: production, layout: signoz, maxRows: 500 }',
    command: `canary-verdict judge --no-config --url http://db:8123 --layout signoz --max-rows 500 --service a ${AT} --wait 10m --env production`,
    why: 'what the file says becomes flags, and no file is needed',
  },
  {
    flags: {},
    text: `${DB}services: { a: { name: a-api, wait: 10m } }`,
    command: `canary-verdict judge --config DIR/canary-verdict.yaml --connection prod --no-hooks --service a ${AT} --wait 10m`,
    why: 'only the file knows the password, and nothing acts again',
  },
  {
    flags: { wait: '5m' },
    text: `${DB}services: { a: { wait: 10m, sensitivity: 2 } }`,
    command: `canary-verdict judge --config DIR/canary-verdict.yaml --connection prod --no-hooks --service a ${AT} --wait 5m --sensitivity 2`,
    why: 'what the file could say otherwise is said, even where it is the built-in default',
  },
  {
    flags: { plain: false, samples: true },
    text: `${DB}services: { a: { plain: true, samples: false } }`,
    command: `canary-verdict judge --config DIR/canary-verdict.yaml --connection prod --no-hooks --service a ${AT} --samples --no-plain`,
    why: 'a flag that says no to the file is said again',
  },
  {
    flags: { url: 'http://db:8123' },
    text: 'services: { a: { name: a-api, allow: [reset, "peer * gone"] } }',
    command: `canary-verdict judge --no-config --url http://db:8123 --service a-api ${AT} --allow reset --allow 'peer * gone'`,
    why: 'messages that are harmless are harmless again',
  },
  {
    flags: { allow: ['* refused'] },
    text: `${DB}services: { a: { name: a-api, allow: [reset] } }`,
    command: `canary-verdict judge --config DIR/canary-verdict.yaml --connection prod --no-hooks --service a ${AT} --allow '* refused'`,
    why: 'what a flag allows stands in place of what the file allows',
  },
  {
    flags: { series: 'a.json' },
    text: `${DB}defaults: { sensitivity: 3 }`,
    command: 'canary-verdict judge --no-config --series a.json --sensitivity 3',
    why: 'a recorded series needs no connection',
  },
])('$why', async ({ flags, text, command }) => {
  expect(await reproduced(flags, text)).toBe(command);
});
