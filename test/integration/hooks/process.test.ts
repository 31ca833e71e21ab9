import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HookCommand } from '../../../src/hooks/hook.js';
import { runProcess, type Ended, type ProcessOptions } from '../../../src/hooks/process.js';

/** Far longer than anything here takes, so that only what is meant to time out does. */
const PLENTY_MS = 60_000;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-hooks-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly ended: Ended;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  command: string | HookCommand,
  changes: Partial<ProcessOptions> = {},
  signal = new AbortController().signal,
): Promise<Ran> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  const options = {
    env: { PATH: process.env['PATH'] },
    input: '',
    timeoutMs: PLENTY_MS,
    graceMs: 200,
    onStdout: (bytes: Buffer) => stdout.push(bytes),
    onStderr: (bytes: Buffer) => stderr.push(bytes),
    ...changes,
  };
  const ended = await runProcess(typeof command === 'string' ? { shell: command } : command, options, signal);
  return { ended, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** A file that a process under test writes its id into. */
function pidFile(name: string): {
  readonly file: string;
  readonly isAlive: () => boolean;
  readonly written: () => Promise<void>;
} {
  const file = path.join(folder, name);
  return {
    file,
    written: async () => {
      while (!existsSync(file) || readFileSync(file, 'utf8').trim() === '') {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    isAlive: () => {
      try {
        // A process that is dead but not yet buried by its parent has the state Z.
        return !/^.*\) Z/.test(readFileSync(`/proc/${readFileSync(file, 'utf8').trim()}/stat`, 'utf8'));
      } catch {
        return false;
      }
    },
  };
}

describe('a process that ends by itself', () => {
  test.for([
    { command: 'exit 0', ended: { kind: 'exited', code: 0 } },
    { command: 'exit 3', ended: { kind: 'exited', code: 3 } },
    { command: 'exit 255', ended: { kind: 'exited', code: 255 } },
    { command: 'kill -KILL $$', ended: { kind: 'killed', signal: 'SIGKILL' } },
    { command: 'kill -SEGV $$', ended: { kind: 'killed', signal: 'SIGSEGV' } },
  ])('$command', async ({ command, ended }) => {
    expect((await run(command)).ended).toEqual(ended);
  });

  test('gets its input, its variables and nothing else', async () => {
    const { stdout } = await run('cat; echo "$A"; env | grep -c ^VITEST', {
      input: '{"a":1}',
      env: { PATH: process.env['PATH'], A: 'é "x"' },
    });
    expect(stdout).toBe('{"a":1}é "x"\n0\n');
  });

  test('arguments come through as they are: no shell looks at them', async () => {
    const hostile = ['$(touch x)', '`id`', '; rm -rf /', "it's", '"', '*', '\n', '--', ''];
    const argv = [
      process.execPath,
      '-e',
      'console.log(JSON.stringify(process.argv.slice(1)))',
      '--',
      ...hostile,
    ] as const;
    const { stdout } = await run({ argv: [...argv] });
    expect(JSON.parse(stdout)).toEqual(hostile);
  });

  test('is not hurt by input that it does not read', async () => {
    const input = 'x'.repeat(5_000_000);
    expect((await run('exec 0<&-; exit 4', { input })).ended).toEqual({ kind: 'exited', code: 4 });
    expect((await run('exit 5', { input })).ended).toEqual({ kind: 'exited', code: 5 });
    expect((await run('head -c 10', { input })).stdout).toBe('xxxxxxxxxx');
  });

  test('all of 100 MB comes out, and nothing is kept', async () => {
    let bytes = 0;
    let peak = 0;
    const before = process.memoryUsage().rss;
    const onStdout = (chunk: Buffer) => {
      bytes += chunk.length;
      peak = Math.max(peak, process.memoryUsage().rss - before);
    };
    const { ended } = await run('head -c 100000000 /dev/zero', { onStdout });
    expect([ended, bytes]).toEqual([{ kind: 'exited', code: 0 }, 100_000_000]);
    expect(peak).toBeLessThan(80_000_000);
  });

  test('what was written last is not lost', async () => {
    const { stdout, stderr } = await run('printf %65536s a; printf %65536s b >&2; exit 1');
    expect([stdout.length, stderr.length]).toEqual([65_536, 65_536]);
  });
});

describe('a process that cannot be started', () => {
  test('a missing command', async () => {
    const { ended } = await run({ argv: ['no-such-command-here'] });
    expect(ended).toEqual({ kind: 'not-started', reason: 'no such command' });
  });

  test('a file that is not executable, one without #!, a folder', async () => {
    const script = path.join(folder, 'script.sh');
    writeFileSync(script, '#!/bin/sh\nexit 0\n');
    expect((await run({ argv: [script] })).ended).toEqual({ kind: 'not-started', reason: 'it is not executable' });
    expect((await run({ argv: [folder] })).ended).toEqual({ kind: 'not-started', reason: 'it is not executable' });
    chmodSync(script, 0o755);
    expect((await run({ argv: [script] })).ended).toEqual({ kind: 'exited', code: 0 });
  });

  test('arguments beyond what the system takes', async () => {
    const { ended } = await run({ argv: ['echo', 'x'.repeat(3_000_000)] });
    expect(ended).toEqual({ kind: 'not-started', reason: 'its arguments are too long' });
  });
});

describe('a process that is ended', () => {
  test('the time-out asks first', async () => {
    const { ended, stdout } = await run(`trap 'echo asked; exit 0' TERM; echo up; while :; do sleep 0.02; done`, {
      timeoutMs: 500,
    });
    expect([ended, stdout]).toEqual([{ kind: 'timed-out' }, 'up\nasked\n']);
  });

  test('who does not listen is killed, with children of children that do not listen either', async () => {
    const grandchild = pidFile('deaf.pid');
    const deaf = `trap '' TERM; (trap '' TERM; sh -c 'trap "" TERM; echo $$ > ${grandchild.file}; while :; do sleep 0.1; done' & wait) & wait; sleep 60`;
    const { ended } = await run(deaf, { timeoutMs: 700 });
    expect(ended).toEqual({ kind: 'timed-out' });
    await expect.poll(grandchild.isAlive).toBe(false);
  });

  test('a child that outlives its polite parent is killed too', async () => {
    const child = pidFile('orphan.pid');
    const polite = `sh -c 'trap "" TERM; echo $$ > ${child.file}; while :; do sleep 0.1; done' & trap 'exit 0' TERM; wait`;
    expect((await run(polite, { timeoutMs: 700 })).ended).toEqual({ kind: 'timed-out' });
    await expect.poll(child.isAlive).toBe(false);
  });

  test('a stopped process is killed', async () => {
    expect((await run('kill -STOP $$', { timeoutMs: 300 })).ended).toEqual({ kind: 'timed-out' });
  });

  test('an interruption ends it, and is thrown', async () => {
    const stopping = new AbortController();
    const hook = pidFile('interrupted.pid');
    const running = run(`trap '' TERM; echo $$ > ${hook.file}; while :; do sleep 0.1; done`, {}, stopping.signal);
    await hook.written();
    stopping.abort(new Error('Ctrl-C'));
    await expect(running).rejects.toThrow('Ctrl-C');
    await expect.poll(hook.isAlive).toBe(false);
  });

  test('an interruption before the start starts nothing', async () => {
    const never = pidFile('never.pid');
    await expect(run(`echo $$ > ${never.file}`, {}, AbortSignal.abort(new Error('Ctrl-C')))).rejects.toThrow('Ctrl-C');
    expect(existsSync(never.file)).toBe(false);
  });
});

describe('what a process leaves behind', () => {
  test('a daemon that keeps the output open is not waited for, and lives on', async () => {
    const daemon = pidFile('daemon.pid');
    const { ended, stdout } = await run(`sleep 50 & echo $! > ${daemon.file}; echo done`);
    expect([ended, stdout, daemon.isAlive()]).toEqual([{ kind: 'exited', code: 0 }, 'done\n', true]);
    process.kill(Number(readFileSync(daemon.file, 'utf8')));
  });

  test('nor one that goes on writing', async () => {
    const daemon = pidFile('chatty.pid');
    const { ended } = await run(`(while echo noise; do sleep 0.02; done) & echo $! > ${daemon.file}; exit 7`);
    expect(ended).toEqual({ kind: 'exited', code: 7 });
    await expect.poll(daemon.isAlive).toBe(false);
  });

  test('a child that died and was never buried', async () => {
    expect((await run('(exit 1) & exec sleep 0.2')).ended).toEqual({ kind: 'exited', code: 0 });
  });
});
