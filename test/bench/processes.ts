import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One process that ran to its end. */
export interface Ended {
  readonly elapsedMs: number;
  readonly code: number | null;
  readonly stdout: string;
}

/** Runs Node with these arguments and nothing of this process's environment, and measures from spawn to exit. */
export function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    let elapsedMs = Number.NaN;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.on('error', reject);
    child.on('exit', () => (elapsedMs = performance.now() - startedMs));
    child.on('close', (code) => resolve({ elapsedMs, code, stdout }));
  });
}

/**
 * Runs Node as {@link runNode} does and answers the most memory it held, in bytes. A preloaded line reads it at the end of
 * the process itself: what the kernel tells the parent would count the parent's own pages, too, from before the exec.
 */
export async function peakMemoryBytes(args: readonly string[], scratch: string): Promise<number> {
  const preload = path.join(scratch, 'peak-memory.cjs');
  const file = path.join(scratch, 'peak-memory.txt');
  writeFileSync(
    preload,
    `process.on('exit', () => {
  const fs = require('node:fs');
  const status = fs.existsSync('/proc/self/status') ? fs.readFileSync('/proc/self/status', 'utf8') : '';
  const kibibytes = /^VmHWM:\\s+(\\d+) kB/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  fs.writeFileSync(${JSON.stringify(file)}, String(kibibytes));
});\n`,
  );
  await runNode(['--require', preload, ...args]);
  return Number(readFileSync(file, 'utf8')) * 1024;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}
