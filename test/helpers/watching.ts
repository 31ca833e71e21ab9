import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { ClickHouseServer } from './clickhouse-http.js';
import { insertOtelLogs } from './otel-logs.js';
import { CLI } from './run-cli.js';

/** Minutes are seconds here: a look every second at the last six, held against the twenty before. */
const COMPRESSED = ['--every', '1s', '--bucket', '1s', '--window', '6s', '--before', '20s', '--max-lag', '3s'];
const PATIENCE = ['--cross-after', '2', '--recover-after', '3', '--blind-after', '2', '--cool-down', '1s'];

/** Writes the lines of every second as it passes, and half a minute of the past before the first. */
export class Traffic {
  errorsASecond = 2;
  #server: ClickHouseServer | null = null;
  #writtenMs = Date.now() - 40_000;
  #isOver = false;
  readonly #running = this.#run();

  writeTo(server: ClickHouseServer | null): void {
    this.#server = server;
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const lines = [];
      for (; this.#server !== null && this.#writtenMs < Date.now(); this.#writtenMs += 250) {
        lines.push({ atMs: this.#writtenMs, service: 'payments', count: 5 });
        const level = 'ERROR';
        lines.push({ atMs: this.#writtenMs, service: 'payments', level, count: Math.ceil(this.errorsASecond / 4) });
      }
      if (lines.length > 0) await this.#server?.run(insertOtelLogs(lines)).catch(() => {});
      await delay(100);
    }
  }
}

export interface Watching {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly events: () => readonly { readonly event: string; readonly message: string }[];
  until(event: string, nth?: number): Promise<void>;
  ended(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `canary-verdict watch` and reads along; it ends with the test. */
export function watching(...args: readonly string[]): Watching {
  const child = spawn(process.execPath, [CLI, 'watch', '--service', 'payments', ...COMPRESSED, ...PATIENCE, ...args], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, said] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => {
    out += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  const exit = once(child, 'exit');
  const events = () =>
    out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { event: string; message: string });
  return {
    child,
    said: () => said,
    events,
    async until(event, nth = 1) {
      while (events().filter((one) => one.event === event).length < nth) {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said}`);
        await delay(50);
      }
    },
    async ended(signal) {
      child.kill(signal);
      const [code] = (await exit) as [number | null];
      return code;
    },
  };
}
