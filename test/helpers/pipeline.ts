import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLI } from './run-cli.js';

/** How a judgement can end, what canary-verdict ends with then, and what a pipeline does with the canary. */
export const CASES = [
  { ends: 'pass', code: 0, moves: ['promote'] },
  { ends: 'rollback', code: 10, moves: ['rollback'] },
  { ends: 'inconclusive', code: 20, moves: [] },
  { ends: 'typo', code: 2, moves: [] },
  { ends: 'refused', code: 3, moves: [] },
  { ends: 'ended with 70', code: 70, moves: [] },
  { ends: 'ended with 130', code: 130, moves: [] },
  { ends: 'ended with 143', code: 143, moves: [] },
  { ends: 'ended with 1', code: 1, moves: [] },
] as const;

export type Case = (typeof CASES)[number];

const SERIES: Readonly<Record<string, object>> = {
  pass: { bucketSeconds: 30, before: Array(60).fill(10), after: Array(10).fill(10) },
  rollback: { bucketSeconds: 30, before: Array(60).fill(0), after: Array(10).fill(9) },
  inconclusive: { bucketSeconds: 30, before: Array(60).fill(10), after: [10, null, 10, 10] },
};

/**
 * `canary-verdict` on the PATH: the built program. Its flags are checked by a dry run of it, then a recorded series takes the
 * place of ClickHouse; or nobody listens where ClickHouse should be; or it ends with a code that cannot be brought about here.
 */
const CANARY_VERDICT = String.raw`#!NODE
const { spawnSync } = require('node:child_process');
const { ENDS, SERIES_FOLDER } = process.env;
const run = (args, env = {}) => {
  const { status } = spawnSync(process.execPath, ['CLI', ...args], {
    stdio: ['ignore', args.includes('--dry-run') ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, CLICKHOUSE_URL: 'http://127.0.0.1:9', ...env },
  });
  return status ?? 99;
};
const given = process.argv.slice(2);
const args = ENDS === 'typo' ? [...given, '--sensitivity', 'x'] : given;
const fixed = /^ended with (\d+)$/.exec(ENDS);
const dry = run([...args, '--dry-run']);
if (fixed) process.exit(Number(fixed[1]));
if (dry !== 0 || ENDS === 'refused') process.exit(dry === 0 ? run(args) : dry);
const kept = args.flatMap((word, index) => {
  const ofSeries = ['--service', '--report', '--if-inconclusive', '--no-report'];
  if (ofSeries.includes(word.split('=')[0]) && (word.includes('=') || word === '--no-report')) return [word];
  return ofSeries.includes(word) ? [word, args[index + 1]] : [];
});
process.exit(run(['judge', '--series', SERIES_FOLDER + '/' + ENDS + '.json', ...kept]));
`;

const NPX = '#!/bin/sh\n[ "$1" = --yes ] || exit 98\nshift 2\nexec canary-verdict "$@"\n';

const DEPLOY = '#!/bin/sh\necho "$@" >>"$DEPLOYMENTS"\n';

export interface PipelineRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A machine of a CI system, made of a folder: the real program, a fake deploy, nothing to be downloaded. */
export class Agent {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-agent-'));

  constructor() {
    mkdirSync(this.at('bin'));
    for (const [name, series] of Object.entries(SERIES)) writeFileSync(this.at(`${name}.json`), JSON.stringify(series));
    this.program('bin/canary-verdict', CANARY_VERDICT.replace('NODE', process.execPath).replace('CLI', CLI));
    this.program('bin/npx', NPX);
    this.program('bin/npm', '#!/bin/sh\n');
    this.program('deploy', DEPLOY);
  }

  /** A path in the working folder. */
  at(name: string): string {
    return path.join(this.folder, name);
  }

  read(name: string): string {
    return existsSync(this.at(name)) ? readFileSync(this.at(name), 'utf8') : '';
  }

  /** Runs a command in the working folder, with a judgement that ends in this way. */
  run(ends: Case['ends'], command: readonly string[], env: Readonly<Record<string, string>> = {}): PipelineRun {
    const [program = '', ...args] = command;
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: {
        PATH: `${this.at('bin')}:${process.env['PATH'] ?? ''}`,
        LANG: 'C.UTF-8',
        ENDS: ends,
        SERIES_FOLDER: this.folder,
        DEPLOYMENTS: this.at('deployments'),
        ...env,
      },
    });
    return { code: status, stdout, stderr };
  }

  /** What the fake deploy was asked to do, in order; the service left out. */
  get deployments(): readonly string[] {
    return this.read('deployments')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replace(/ payments$/, ''));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private program(name: string, text: string): void {
    writeFileSync(this.at(name), text);
    chmodSync(this.at(name), 0o755);
  }
}
