import { Interrupted } from './errors.js';
import { EXIT_CODE } from './exit-codes.js';
import { codeOfError, explain } from './explain.js';
import { version } from './version.js';
import { worldOf } from './world.js';

/** The embedded engine cannot give up a query, so an interrupted process leaves even if one still runs. */
const LEAVE_AFTER_MS = 500;

/** Commands that run until they are stopped: how long they may take to leave, for `collect` has something to write. */
const LEAVE_AFTER_MS_OF: Readonly<Record<string, number>> = { collect: 15_000, watch: 2000 };

/**
 * Runs one command line in a process and answers its exit code. Everything that goes wrong ends here, in words.
 * `argv` is the whole of `process.argv`.
 */
export async function main(argv: readonly string[], proc: NodeJS.Process): Promise<number> {
  const words = argv.slice(2);
  const world = worldOf(proc);
  // A pipeline asks for the version to see that the tool is there: that needs no parser.
  if (words.length === 1 && words[0] === '--version') {
    world.stdout.write(`${version}\n`);
    return 0;
  }
  const leaveAfterMs = LEAVE_AFTER_MS_OF[words[0] ?? ''] ?? LEAVE_AFTER_MS;
  const stopping = new AbortController();
  const stop = (signal: 'SIGINT' | 'SIGTERM') => {
    // Whoever presses Ctrl-C twice waits no longer for it, but a hook must not outlive us.
    if (stopping.signal.aborted) return;
    const reason = new Interrupted(signal);
    stopping.abort(reason);
    const code = words[0] === 'watch' && signal === 'SIGTERM' ? EXIT_CODE.pass : codeOfError(reason);
    setTimeout(() => proc.exit(code), leaveAfterMs).unref();
  };
  proc.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const { runProgram } = await import('./program.js');
    return await runProgram(words, world, stopping.signal);
  } catch (error) {
    world.stderr.write(explain(error));
    return codeOfError(error);
  } finally {
    proc.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
