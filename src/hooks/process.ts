import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { HookCommand } from './hook.js';

/** How one try of a hook came to its end. */
export type Ended =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'not-started'; readonly reason: string };

/** What a process is given, and who takes what it writes. */
export interface ProcessOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input, which is then closed. */
  readonly input: string;
  readonly timeoutMs: number;
  /** From SIGTERM to SIGKILL when the time is over. */
  readonly graceMs: number;
  readonly onStdout: (bytes: Buffer) => void;
  readonly onStderr: (bytes: Buffer) => void;
}

/** From SIGTERM to SIGKILL when we are interrupted: shorter than the half second after which the process leaves. */
const INTERRUPTED_GRACE_MS = 300;

/** After SIGKILL a process is gone at once, unless the kernel itself waits for a disk. */
const GONE_AFTER_MS = 2000;

/** How long nothing must have come from a process that has ended until its output is taken for complete. */
const SILENT_MS = 100;

/** How often that is waited for while others write to the same output. */
const MOST_ROUNDS = 10;

const HAS_GROUPS = process.platform !== 'win32';

/**
 * Runs a command in a process group of its own, to its end or to its time-out; then the whole group is killed, children
 * of children too. What it leaves behind when it ends by itself goes on running and is not waited for, even if
 * it keeps the output open.
 *
 * Output is handed on as it comes: nothing is kept, and a slow taker slows the process down.
 *
 * @throws the reason of `signal` when that is aborted; the group is killed first.
 */
export async function runProcess(command: HookCommand, options: ProcessOptions, signal: AbortSignal): Promise<Ended> {
  const { execa } = await import('execa');
  signal.throwIfAborted();
  const [file, args, shell] =
    'shell' in command ? [command.shell, [], true] : [command.argv[0], command.argv.slice(1), false];
  const child = execa(file, args, {
    shell,
    env: options.env,
    extendEnv: false,
    input: options.input,
    buffer: false,
    reject: false,
    // A group of its own, so that Ctrl-C reaches it through us alone and everything in it can be ended at once.
    detached: HAS_GROUPS,
    cleanup: false,
  });
  const timeIsOver = new AbortController();
  const stop = AbortSignal.any([signal, timeIsOver.signal]);
  const timers = [setTimeout(() => timeIsOver.abort(), options.timeoutMs)];
  const kill = (name: 'SIGTERM' | 'SIGKILL'): void => killGroup(child, name);
  const killAtExit = (): void => kill('SIGKILL');
  const immortal = new Promise<null>((resolve) => {
    const end = (): void => {
      const graceMs = signal.aborted ? INTERRUPTED_GRACE_MS : options.graceMs;
      kill('SIGTERM');
      timers.push(setTimeout(() => kill('SIGKILL'), graceMs));
      timers.push(setTimeout(() => resolve(null), graceMs + GONE_AFTER_MS));
    };
    stop.addEventListener('abort', end, { once: true });
  });
  process.once('exit', killAtExit);
  child.stdout.on('data', options.onStdout);
  child.stderr.on('data', options.onStderr);
  child.once('exit', () => void Promise.all([child.stdout, child.stderr].map(closeWhenSilent)));
  try {
    const result = await Promise.race([child, immortal]);
    // The first process of the group is gone; others may have ignored the SIGTERM.
    if (stop.aborted) kill('SIGKILL');
    signal.throwIfAborted();
    return timeIsOver.signal.aborted || result === null ? { kind: 'timed-out' } : endedBy(result);
  } finally {
    timers.forEach(clearTimeout);
    process.off('exit', killAtExit);
    child.unref();
  }
}

interface ExecaResult {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
}

function endedBy({ exitCode, signal, code = '' }: ExecaResult): Ended {
  if (exitCode !== undefined) return { kind: 'exited', code: exitCode };
  if (signal !== undefined) return { kind: 'killed', signal };
  return { kind: 'not-started', reason: REASONS[code] ?? code };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such command',
  EACCES: 'it is not executable',
  ENOEXEC: 'it is no program, or has no #! line',
  E2BIG: 'its arguments are too long',
};

function killGroup(child: Pick<ChildProcess, 'pid' | 'kill'>, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (!HAS_GROUPS) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody is left in the group, or what is left belongs to somebody else now.
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error;
  }
}

/**
 * Reads what the process has left in its pipes, and waits for nobody else who keeps them open. Rounds and not time
 * are counted, because a slow taker of the output stops the clock.
 */
async function closeWhenSilent(stream: Readable): Promise<void> {
  let isSilent = false;
  stream.on('data', () => {
    isSilent = false;
  });
  for (let round = 0; round < MOST_ROUNDS && !isSilent && !stream.readableEnded; round += 1) {
    isSilent = true;
    await delay(SILENT_MS);
  }
  stream.destroy();
}
