import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Keeps all threads of a process on one core. False where `taskset` is missing. */
export function pin(pid: number): boolean {
  return spawnSync('taskset', ['-a', '-c', '-p', '0', String(pid)], { stdio: 'ignore' }).status === 0;
}

/** Runs the sender to its end: how many datagrams went out, and in how long. */
export async function runSender(
  port: number,
  rate: number,
  seconds: number,
  linesEach: number,
): Promise<{ readonly sent: number; readonly elapsedMs: number }> {
  const script = path.join(import.meta.dirname, 'sender.ts');
  const numbers = [port, Math.round(rate), seconds, linesEach].map(String);
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...numbers], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await once(child, 'close');
  return JSON.parse(text) as { readonly sent: number; readonly elapsedMs: number };
}

/** A count once it grows no more. */
export async function settled(read: () => Promise<number>): Promise<number> {
  for (let before = -1; ;) {
    const count = await read();
    if (count === before) return count;
    before = count;
    await pause(100);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
