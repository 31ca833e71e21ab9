import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../helpers/run-cli.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-e2e-hooks-'));
  series('bad', Array(10).fill(30));
  series('good', Array(10).fill(2));
  series('unknown', [2, null, null, null, null, null]);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function series(name: string, after: readonly (number | null)[]): void {
  const content = { id: name, bucketSeconds: 30, before: Array(60).fill(2), after };
  writeFileSync(path.join(folder, name), JSON.stringify(content));
}

async function judge(name: string, ...args: readonly string[]) {
  return await runCli(['judge', '--series', path.join(folder, name), ...args]);
}

const ALL = ['rollback', 'pass', 'inconclusive', 'error'].flatMap((on) => [`--on-${on}`, `echo it was ${on}`]);

describe('which hook runs', () => {
  test.for([
    { name: 'bad', args: [], code: 10, says: 'on-rollback | it was rollback\n' },
    { name: 'good', args: [], code: 0, says: 'on-pass | it was pass\n' },
    { name: 'unknown', args: [], code: 20, says: 'on-inconclusive | it was inconclusive\n' },
    {
      name: 'unknown',
      args: ['--if-inconclusive', 'rollback'],
      code: 10,
      says: 'on-rollback | it was rollback\non-inconclusive | it was inconclusive\n',
    },
    { name: 'bad', args: ['--no-hooks'], code: 10, says: '' },
  ])('$name $args', async ({ name, args, code, says }) => {
    const run = await judge(name, '--quiet', ...ALL, ...args);
    expect([run.code, run.stderr]).toEqual([code, says]);
  });

  test('the source failed', async () => {
    const nowhere = ['judge', '--url', 'http://127.0.0.1:9', '--service', 'payments', '--quiet', ...ALL];
    const failed = await runCli(nowhere);
    expect(failed.code).toBe(3);
    expect(failed.stderr).toMatch(/\non-error \| it was error\n$/);
    const mapped = await runCli([...nowhere, '--if-error', 'rollback']);
    expect(mapped.code).toBe(10);
    expect(mapped.stderr).toMatch(/on-rollback \| it was rollback\non-error \| it was error\n$/);
  });

  test('a dry run runs none', async () => {
    const run = await runCli(['judge', '--url', 'http://127.0.0.1:9', '--service', 'payments', '--dry-run', ...ALL]);
    expect([run.code, run.stderr]).toEqual([0, '']);
  });

  test('a command line that is wrong runs none', async () => {
    const run = await judge('bad', ...ALL, '--sensitivity', 'x');
    expect([run.code, run.stderr]).toEqual([2, expect.not.stringContaining('it was')]);
  });
});

describe('what a hook is handed', () => {
  test('facts in variables, the report on standard input, its path where one was written', async () => {
    const file = path.join(folder, 'report.json');
    const hook = `sh:env | grep ^CANARY_VERDICT_ | sort; wc -c; wc -c < "$CANARY_VERDICT_REPORT"`;
    const run = await judge('bad', '--format', 'json', '--output', file, '--on-rollback', hook);
    const written = readFileSync(file, 'utf8');
    const { reasons } = JSON.parse(written) as { reasons: { message: string }[] };
    expect(run.stderr.split('\n')).toEqual(
      [
        'CANARY_VERDICT_ENVIRONMENT=',
        'CANARY_VERDICT_EXIT_CODE=10',
        'CANARY_VERDICT_JUDGED_UNTIL=',
        'CANARY_VERDICT_REASONS=errors-over-limit,early-rollback',
        'CANARY_VERDICT_RELEASED_AT=',
        `CANARY_VERDICT_REPORT=${file}`,
        'CANARY_VERDICT_REPORT_URL=',
        'CANARY_VERDICT_RUNBOOK_URL=',
        `CANARY_VERDICT_SENTENCE=${reasons[0]?.message}`,
        'CANARY_VERDICT_SERVICE=bad',
        'CANARY_VERDICT_SIGNATURE=',
        'CANARY_VERDICT_SIGNATURE_STATUS=',
        'CANARY_VERDICT_VERDICT=rollback',
        'CANARY_VERDICT_VERSION=',
        String(Buffer.byteLength(written)),
        String(Buffer.byteLength(written)),
      ]
        .map((line) => `on-rollback | ${line}`)
        .concat(''),
    );
  });

  test('what it writes goes to stderr: stdout is the report alone', async () => {
    const run = await judge('bad', '--format', 'json', '--on-rollback', 'echo {}', '--on-rollback', 'sh:echo {} >&2');
    expect(JSON.parse(run.stdout)).toMatchObject({ verdict: 'rollback' });
    expect(run.stderr).toBe('on-rollback | {}\non-rollback | {}\n');
  });

  test('a hostile service name runs nothing and forges no line', async () => {
    const service = `x'; touch ${folder}/pwned; $(touch ${folder}/pwned) \n::error::y`;
    const hook = 'sh:printf "%s\\n" "$CANARY_VERDICT_SERVICE"';
    const run = await judge('bad', '--service', service, '--on-rollback', hook);
    expect(run.stderr).toBe(`on-rollback | ${service.replace(' \n:', String.raw` \u{3a}`)}\n`);
    expect(existsSync(path.join(folder, 'pwned'))).toBe(false);
  });
});

describe('a hook that fails', () => {
  test('shouts, keeps the verdict, and does not stop the next', async () => {
    const script = path.join(folder, 'rollback.sh');
    writeFileSync(script, '#!/bin/sh\necho half done\nexit 7\n');
    chmodSync(script, 0o755);
    const run = await judge(
      'bad',
      '--on-rollback',
      script,
      '--on-rollback',
      'echo next',
      '--on-rollback',
      'no-such-one x',
    );
    expect(run.code).toBe(10);
    expect(run.stderr).toBe(
      [
        'on-rollback | half done',
        `error: on-rollback hook (${script}) failed: it ended with code 7`,
        '  THE CANARY MAY STILL BE RUNNING: roll it back by hand. The exit code stays 10.',
        'on-rollback | next',
        'error: on-rollback hook (no-such-one) failed: it could not be started: no such command',
        '  THE CANARY MAY STILL BE RUNNING: roll it back by hand. The exit code stays 10.',
        '',
      ].join('\n'),
    );
  });

  test.for([
    { name: 'good', on: 'pass', code: 0 },
    { name: 'unknown', on: 'inconclusive', code: 20 },
  ])('a failing on-$on hook keeps $code', async ({ name, on, code }) => {
    const run = await judge(name, `--on-${on}`, 'sh:kill -9 $$');
    expect([run.code, run.stderr]).toEqual([
      code,
      `warning: on-${on} hook (shell line) failed: it was ended by SIGKILL; the exit code stays ${code}\n`,
    ]);
  });

  test('one that takes too long is ended', async () => {
    const run = await judge('bad', '--on-rollback', 'sleep 60', '--hook-timeout', '1s');
    expect(run.code).toBe(10);
    expect(run.stderr).toMatch(/^error: on-rollback hook \(sleep\) failed: it took longer than 1 s and was ended\n/);
  });
});

test('a hook of a flag is tried again where --hook-retries asks for it', async () => {
  const script = path.join(folder, 'flaky.sh');
  writeFileSync(script, `#!/bin/sh\nmkdir ${folder}/tried 2>/dev/null && exit 7\necho done\n`, { mode: 0o755 });
  const run = await judge('bad', '--on-rollback', script, '--hook-retries', '1');
  expect([run.code, run.stderr]).toEqual([
    10,
    `on-rollback hook (${script}): it ended with code 7; trying again in 1 s\non-rollback | done\n`,
  ]);
});

describe('Ctrl-C while a hook runs', () => {
  test.for([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ] as const)('$signal ends the hook, also one that is deaf, and us with $code', async ({ signal, code }) => {
    const pidFile = path.join(folder, `pid-${signal}`);
    const hook = `sh:trap '' INT TERM; echo $$ > ${pidFile}; while :; do sleep 0.1; done`;
    const run = await runCli(['judge', '--series', path.join(folder, 'bad'), '--on-rollback', hook], {
      whileRunning: (child) => {
        const poll = setInterval(() => {
          if (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') return;
          clearInterval(poll);
          // The second one comes from whoever cannot wait.
          child.kill(signal);
          child.kill(signal);
        }, 10);
      },
    });
    expect([run.code, run.stderr]).toEqual([
      code,
      `interrupted by ${signal}: the verdict was rollback, not all was done about it\n`,
    ]);
    const hookPid = readFileSync(pidFile, 'utf8').trim();
    await expect.poll(() => existsSync(`/proc/${hookPid}`) && !isZombie(hookPid)).toBe(false);
  });
});

function isZombie(pid: string): boolean {
  try {
    return /\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

describe('what a hook writes', () => {
  test('100 MB do not stay in memory and do not hang', async () => {
    const hook = `sh:head -c 100000000 /dev/zero | tr '\\0' x | fold -w 1000; echo; echo the end`;
    let peakKb = 0;
    const run = await runCli(['judge', '--series', path.join(folder, 'bad'), '--on-rollback', hook], {
      whileRunning: (child) => {
        const poll = setInterval(() => {
          peakKb = Math.max(peakKb, residentKbOf(child.pid) ?? 0);
          if (child.exitCode !== null) clearInterval(poll);
        }, 20);
      },
    });
    expect(run.code).toBe(10);
    expect(run.stderr.length).toBeGreaterThan(100_000_000);
    expect(run.stderr.endsWith('\non-rollback | the end\n')).toBe(true);
    expect(peakKb).toBeGreaterThan(20_000);
    expect(peakKb).toBeLessThan(200_000);
  });

  test('what is no text does not steer the terminal', async () => {
    const run = await judge(
      'bad',
      '--on-rollback',
      `sh:printf '\\377\\000\\033]0;title\\007\\033[2J\\r\\n##vso[task.x]'`,
    );
    expect(run.stderr).toBe('on-rollback | �\\u{0}\non-rollback | \\u{23}#vso[task.x]\n');
  });
});

/** What a process holds in memory at the moment; null once it is over. */
function residentKbOf(pid: number | undefined): number | null {
  try {
    const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return resident === undefined ? null : Number(resident);
  } catch {
    return null;
  }
}
