import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process that runs until it is stopped. */
export interface Running {
  /** What it said that matched. */
  readonly said: RegExpExecArray;
  stop(): Promise<void>;
}

/** Everything that was started and not stopped yet. */
const running = new Set<ChildProcess>();

/** A process of ours must not outlive this one, however that ends. */
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143));

const LONGEST_START_MS = 60_000;
const LONGEST_STOP_MS = 15_000;

/**
 * Starts Node and waits until it has said that it is ready. Should it end before it is stopped, so does this process, with 1.
 * @throws Error when it is not ready after a minute.
 */
export async function start(args: readonly string[], ready: RegExp): Promise<Running> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let text = '';
  const said = new Promise<RegExpExecArray>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${args.join(' ')} is not ready:\n${text}`)), LONGEST_START_MS);
    const listen = (piece: Buffer) => {
      text += piece.toString();
      const match = ready.exec(text);
      if (match === null) return;
      clearTimeout(late);
      resolve(match);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => {
      if (!running.has(child)) return;
      console.error(`${args.join(' ')} ended with ${code ?? 'a signal'}:\n${text}`);
      process.exit(1);
    });
  });
  const exit = once(child, 'exit');
  return {
    said: await said,
    async stop() {
      running.delete(child);
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS);
      await exit;
      clearTimeout(late);
    },
  };
}

/** Runs Node to its end, shows what it says, and answers its exit code. */
export async function run(args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  running.add(child);
  const [code] = (await once(child, 'exit')) as [number | null];
  running.delete(child);
  return code;
}
