import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { CLI } from './run-cli.js';

/** A `canary-verdict collect` that listens. */
export interface Collecting {
  readonly pid: number;
  readonly udpPort: number;
  /** A number of /metrics. */
  metric(name: string): Promise<number>;
  readonly said: () => string;
  ended(signal: NodeJS.Signals): Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
}

/** Starts the built command with intervals of a second, on free ports, and waits until it listens. */
export async function startCollecting(url: string, spool: string): Promise<Collecting> {
  const flags = ['--url', url, '--create-table', 'run', '--interval', '1s', '--spool', spool];
  const addresses = ['--listen', 'udp://127.0.0.1:0', '--http', '127.0.0.1:0'];
  const child = spawn(process.execPath, [CLI, 'collect', ...flags, ...addresses], {
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  const exit = once(child, 'exit');
  while (!said.includes('listening on ')) {
    if (child.exitCode !== null) throw new Error(said);
    await delay(20);
  }
  const [, health = ''] = /health on (\S+)\/healthz/.exec(said) ?? [];
  return {
    pid: child.pid ?? 0,
    udpPort: Number(/udp:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1]),
    said: () => said,
    async metric(name) {
      const text = await (await fetch(`${health}/metrics`)).text();
      return Number(new RegExp(`^canary_verdict_collect_${name} (\\S+)$`, 'm').exec(text)?.[1]);
    },
    async ended(signal) {
      child.kill(signal);
      const [code, by] = (await exit) as [number | null, NodeJS.Signals | null];
      return [code, by];
    },
  };
}
