import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startClickHouse, type ClickHouseServer } from '../helpers/clickhouse-http.js';
import { createOtelLogs, insertOtelLogs } from '../helpers/otel-logs.js';
import { runCli, type CliRun } from '../helpers/run-cli.js';
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.js';

const MINUTE_MS = 60_000;

/** Not a speed to hold, but far less than any wait or deadline that could hide behind it. */
const HUNG_MS = 10_000;

let server: ClickHouseServer;
let proxy: TcpProxy;
beforeAll(async () => {
  server = await startClickHouse();
  await prepare(server);
  proxy = await startTcpProxy({ port: server.port });
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

async function prepare(target: ClickHouseServer): Promise<void> {
  await target.run(createOtelLogs());
  const lines = Array.from({ length: 40 }, (_, minute) => {
    const line = { atMs: Date.now() - minute * MINUTE_MS, service: 'payments' };
    return [
      { ...line, count: 9 },
      { ...line, level: 'ERROR' },
    ];
  }).flat();
  await target.run(insertOtelLogs(lines));
}

function expectSourceFailure(run: CliRun, says: RegExp) {
  expect(run.stderr).toMatch(/^error: [^\n]+\n {2}[^\n]+\n$/);
  expect(run.stderr).toMatch(says);
  expect(run.stdout).toBe('');
  expect(run.code).toBe(3);
}

const past = ['--service', 'payments', '--released-at', '-10m'];

describe('the source fails', () => {
  test('the server is killed during the query', async () => {
    const mortal = await startClickHouse();
    await prepare(mortal);
    const way = await startTcpProxy({ port: mortal.port });
    way.fail({ kind: 'hang', when: 'count' });
    let killedMs = 0;
    const run = await runCli(['judge', '--url', way.url, ...past], {
      whileRunning: () => {
        const poll = setInterval(() => {
          if (way.struck() === 0) return;
          clearInterval(poll);
          mortal.kill();
          void way.close();
          killedMs = performance.now();
        }, 20);
      },
    });
    const tookMs = performance.now() - killedMs;
    expectSourceFailure(run, new RegExp(`127\\.0\\.0\\.1:${way.port}`));
    expect(tookMs).toBeLessThan(HUNG_MS);
    await mortal.close();
  });

  test('the connection is cut in the middle of the answer', async () => {
    proxy.fail({ kind: 'cut', when: 'count', afterBytes: 300 }, 99);
    const run = await runCli(['judge', '--url', proxy.url, ...past]);
    proxy.fail(null);
    expectSourceFailure(run, /cut|reset|closed/);
    expect(run.elapsedMs).toBeLessThan(HUNG_MS);
  });

  test('one cut is healed by a second try', async () => {
    proxy.fail({ kind: 'cut', when: 'count', afterBytes: 300 }, 1);
    const run = await runCli(['judge', '--url', proxy.url, ...past]);
    expect([run.code, run.stderr]).toEqual([0, '']);
  });

  test('a server that never answers meets the deadline', async () => {
    proxy.fail({ kind: 'hang' }, 99);
    const run = await runCli(['judge', '--url', proxy.url, ...past, '--timeout', '2s', '--max-lag', '1s']);
    proxy.fail(null);
    expectSourceFailure(run, /--timeout/);
  });

  test.for([
    { mapping: 'pass', code: 0 },
    { mapping: 'rollback', code: 10 },
  ])('--if-error $mapping maps the code and says so', async ({ mapping, code }) => {
    const run = await runCli(['judge', '--url', 'http://127.0.0.1:9', ...past, '--if-error', mapping]);
    expect(run.code).toBe(code);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/no verdict was reached; exit code \d+ because of --if-error/);
  });

  test('--if-error leaves a typo a typo', async () => {
    const run = await runCli(['judge', '--url', 'http://127.0.0.1:9', '--servce', 'payments', '--if-error', 'pass']);
    expect(run.code).toBe(2);
  });
});

describe('the run is stopped from outside', () => {
  test.for([
    { signal: 'SIGTERM', code: 143 },
    { signal: 'SIGINT', code: 130 },
  ] as const)('$signal during the wait ends with $code', async ({ signal, code }) => {
    let stoppedMs = 0;
    const run = await runCli(['judge', '--url', server.url, '--service', 'payments', '--released-at', 'now'], {
      whileRunning: (child) =>
        child.stderr.once('data', () => {
          stoppedMs = performance.now();
          child.kill(signal);
        }),
    });
    expect(run.code).toBe(code);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(new RegExp(`interrupted by ${signal}: no verdict was reached\\n$`));
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(performance.now() - stoppedMs).toBeLessThan(HUNG_MS);
  });

  test.for([
    { when: 'line_count', what: 'lines are counted' },
    { when: 'Body', what: 'it is read what errors say' },
  ])('SIGTERM while $what', async ({ when }) => {
    proxy.fail({ kind: 'hang', when });
    const before = proxy.struck();
    const run = await runCli(['judge', '--url', proxy.url, ...past], {
      whileRunning: (child) => {
        const poll = setInterval(() => {
          if (proxy.struck() === before) return;
          clearInterval(poll);
          child.kill('SIGTERM');
        }, 20);
      },
    });
    proxy.fail(null);
    expect([run.code, run.stderr]).toEqual([143, 'interrupted by SIGTERM: no verdict was reached\n']);
  });
});
