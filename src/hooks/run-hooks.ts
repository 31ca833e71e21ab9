import type { Notice, Occasion } from '../core/notice.js';
import { EXIT_CODE } from '../exit-codes.js';
import type { World } from '../world.js';
import { nameOfHook, type Hook } from './hook.js';
import { prefixedLines } from './lines.js';
import { runProcess, type Ended } from './process.js';
import { hookVariables } from './variables.js';

/** What hooks are handed. */
export interface HookInput {
  readonly notice: Notice;
  /** The report, or why there is none, as JSON. */
  readonly json: string;
  /** Path of a written report; empty where none was written. */
  readonly reportFile: string;
}

type HookWorld = Pick<World, 'env' | 'stderr' | 'sleep'>;

/** From SIGTERM to SIGKILL for a hook whose time is over. */
const GRACE_MS = 5000;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Runs the hooks of a notice one after another, in their order; one that fails does not keep the next from running.
 * Everything they write goes to stderr. They cannot change the verdict or the exit code.
 *
 * @returns one line for each hook that failed.
 * @throws the reason of `signal` when that is aborted; the running hook is ended first.
 */
export async function runHooks(
  hooks: readonly Hook[],
  input: HookInput,
  world: HookWorld,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const hook of hooksFor(hooks, input.notice)) {
    const failure = await runHook(hook, input, world, signal);
    if (failure === null) continue;
    const line = `${nameOfHook(hook)} failed: ${failure}`;
    failures.push(line);
    world.stderr.write(outcry(line, hook, input.notice));
  }
  return failures;
}

/**
 * The code says what the pipeline is told to do, the occasion what was found. Where --if-inconclusive or --if-error sets
 * them apart both have hooks, and those that act on the release come first.
 */
export function hooksFor(hooks: readonly Hook[], { occasion, exitCode }: Notice): readonly Hook[] {
  const told = new Set([toldToDo(exitCode) ?? occasion, occasion]);
  return [...told].flatMap((each) => hooks.filter(({ on }) => on === each));
}

function toldToDo(exitCode: number): Occasion | null {
  if (exitCode === EXIT_CODE.pass) return 'pass';
  return exitCode === EXIT_CODE.rollback ? 'rollback' : null;
}

/** Tries a hook until it succeeds or the tries are used up; answers why it failed, null when it did not. */
async function runHook(hook: Hook, input: HookInput, world: HookWorld, signal: AbortSignal): Promise<string | null> {
  for (let tries = 1; ; tries += 1) {
    const ended = await tryHook(hook, input, world, signal);
    if (ended.kind === 'exited' && ended.code === 0) return null;
    const failure = describe(ended, hook);
    if (tries > hook.retries) return tries === 1 ? failure : `${failure}, after ${tries} tries`;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
    world.stderr.write(`${nameOfHook(hook)}: ${failure}; trying again in ${pauseMs / 1000} s\n`);
    await world.sleep(pauseMs, signal);
  }
}

async function tryHook(hook: Hook, input: HookInput, world: HookWorld, signal: AbortSignal): Promise<Ended> {
  const prefix = `on-${hook.on} | `;
  const write = (text: string): unknown => world.stderr.write(text);
  const [stdout, stderr] = [prefixedLines(prefix, write), prefixedLines(prefix, write)];
  try {
    return await runProcess(
      hook.command,
      {
        env: { ...world.env, ...hookVariables(input.notice, { report: input.reportFile }) },
        input: input.json,
        timeoutMs: hook.timeoutMs,
        graceMs: GRACE_MS,
        onStdout: stdout.write,
        onStderr: stderr.write,
      },
      signal,
    );
  } finally {
    stdout.end();
    stderr.end();
  }
}

function describe(ended: Ended, { timeoutMs }: Hook): string {
  switch (ended.kind) {
    case 'exited':
      return `it ended with code ${ended.code}`;
    case 'killed':
      return `it was ended by ${ended.signal}`;
    case 'timed-out':
      return `it took longer than ${timeoutMs / 1000} s and was ended`;
    case 'not-started':
      return `it could not be started: ${ended.reason}`;
  }
}

function outcry(line: string, { on }: Hook, { exitCode }: Notice): string {
  if (on !== 'rollback') return `warning: ${line}; the exit code stays ${exitCode}\n`;
  return `error: ${line}\n  THE CANARY MAY STILL BE RUNNING: roll it back by hand. The exit code stays ${exitCode}.\n`;
}
