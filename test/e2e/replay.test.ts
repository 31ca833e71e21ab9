import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peakMemoryBytes } from '../bench/processes.js';
import { CLI, runCli } from '../helpers/run-cli.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-replay-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const GOOD = '{"id":"good","bucketSeconds":30,"before":[1,0,2,1,0,1,1,0],"after":[1,0,1,0,2,0]}';
const BAD = '{"id":7,"bucketSeconds":30,"before":[1,0,2,1,0,1,1,0],"after":[1,9,8,9,9,8]}';
const GOOD_VERDICT = '{"id":"good","verdict":"pass","at":180,"reasons":["errors-within-limit"]}\n';
const BAD_VERDICT = '{"id":7,"verdict":"rollback","at":90,"reasons":["errors-over-limit","early-rollback"]}\n';

const file = (name: string, bytes: string | Buffer): string => {
  writeFileSync(path.join(folder, name), bytes);
  return path.join(folder, name);
};

describe('a verdict a line', () => {
  test.for([
    { name: 'plain.ndjson', bytes: `${GOOD}\n${BAD}` },
    { name: 'windows.ndjson', bytes: `${GOOD}\r\n\r\n${BAD}\r\n` },
    { name: 'packed.ndjson.gz', bytes: gzipSync(`${GOOD}\n${BAD}\n`) },
  ])('of $name, and code 0 whatever the verdicts', async ({ name, bytes }) => {
    expect(await runCli(['replay', file(name, bytes)])).toMatchObject({
      code: 0,
      stdout: GOOD_VERDICT + BAD_VERDICT,
      stderr: '',
    });
  });

  test('of stdin', async () => {
    expect(await runCli(['replay', '-'], { input: `${BAD}\n${GOOD}` })).toMatchObject({
      code: 0,
      stdout: BAD_VERDICT + GOOD_VERDICT,
      stderr: '',
    });
  });

  test.for([
    { flags: ['--no-early'], stands: { at: 180, reasons: ['errors-over-limit'] } },
    {
      flags: ['--sensitivity', '4', '--early', 'eager'],
      stands: { at: 90, reasons: ['errors-over-limit', 'early-rollback'] },
    },
    { flags: ['--plain'], stands: { at: 180, reasons: ['errors-over-limit'] } },
    { flags: ['--sensitivity', '20'], stands: { verdict: 'pass', at: 180 } },
    { flags: ['--bucket', '1m', '--no-early'], stands: { verdict: 'rollback', at: 180 } },
  ])('by $flags', async ({ flags, stands }) => {
    const { stdout } = await runCli(['replay', '-', ...flags], { input: BAD });
    expect(JSON.parse(stdout)).toMatchObject(stands);
  });
});

test('bad lines are told, the others are judged, and the code is 2', async () => {
  const run = await runCli(['replay', '-'], { input: `${GOOD}\nnonsense\n${BAD}\n{"bucketSeconds":30}\n` });
  expect(run).toMatchObject({ code: 2, stdout: GOOD_VERDICT + BAD_VERDICT });
  expect(run.stderr).toMatch(
    /^error: <stdin>:2: it is not JSON[^\n]+\nerror: <stdin>:4: before is missing\n {2}These 2 lines were not judged\. [^\n]+\n$/,
  );
});

describe('a saved report', () => {
  test.for([['--no-early'], ['--sensitivity', '3', '--warm-up', '0s']])(
    'keeps its verdict, by its rule: %s',
    async (flags) => {
      const asked = flags.filter((flag) => flag !== '--no-early');
      const { stdout: report, code } = await runCli(['judge', '--series', '-', '--format', 'json', ...asked], {
        input: BAD,
      });
      expect(code).toBe(10);
      const expected = { id: '7', verdict: 'rollback', reasons: ['errors-over-limit'] };
      for (const text of [report, JSON.stringify(JSON.parse(report))]) {
        const run = await runCli(['replay', file('report.json', text), '--no-early']);
        expect(run).toMatchObject({ code: 0, stderr: '' });
        expect(JSON.parse(run.stdout)).toMatchObject(expected);
      }
    },
  );

  test('that was cut is told by its line', async () => {
    const run = await runCli(['replay', '-'], { input: '{\n  "schemaVersion": 1,\n' });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^error: <stdin>:2: it is not JSON[^\n]+ at the end\n/);
  });
});

describe('what a person can put right', () => {
  test.for([
    { args: ['replay'], says: /missing required argument 'file'/ },
    { args: ['replay', '/nope'], says: /cannot read \/nope: no such file/ },
    { args: ['replay', tmpdir()], says: /it is a folder/ },
    { args: ['replay', '-', '--early', 'maybe'], says: /--early "maybe" is not known/ },
    { args: ['replay', '-', '--sensitivity', '0'], says: /--sensitivity "0" is not a number above zero/ },
    { args: ['replay', '-', '--bucket', '0s'], says: /--bucket "0s" is no time at all/ },
  ])('$args', async ({ args, says }) => {
    const run = await runCli(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^error: [^\n]+\n {2}[^\n]+\n$/);
    expect(run.stderr).toMatch(says);
  });

  test('a gzip file that was cut: what it held is judged', async () => {
    const packed = gzipSync(`${GOOD}\n${BAD}\n`.repeat(5000));
    const run = await runCli(['replay', file('cut.ndjson.gz', packed.subarray(0, packed.length / 2))]);
    expect(run.code).toBe(2);
    expect(run.stdout.startsWith(GOOD_VERDICT + BAD_VERDICT)).toBe(true);
    expect(run.stderr).toMatch(/^error: cannot read [^\n]+: it is no whole gzip file\n/);
  });
});

describe('streams', () => {
  /** Lines without end, as fast as they are taken. */
  const endless = () => {
    const child = spawn(process.execPath, [CLI, 'replay', '-'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const block = `${BAD}\n`.repeat(500);
    const feed = (): void => {
      while (child.stdin.writable && child.stdin.write(block));
    };
    child.stdin.on('error', () => {}).on('drain', feed);
    feed();
    return child;
  };

  test.for([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ] as const)('$signal ends them with $code', async ({ signal, code }) => {
    const child = endless();
    await once(child.stdout, 'data');
    child.stdout.resume();
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([code, null]);
  });

  test('a signal is heard while the reader is slow', async () => {
    const child = endless();
    await once(child.stdout, 'readable');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]);
  });

  test('a reader that has seen enough ends them well', async () => {
    const child = endless();
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('however long the input, the memory stays', async () => {
    const long = path.join(folder, 'long.ndjson');
    const lines = createWriteStream(long);
    for (let written = 0; written < 10; written += 1) lines.write(`${GOOD}\n${BAD}\n`.repeat(10_000));
    lines.end();
    await finished(lines);
    // 200,000 series, held, are some 600 MB.
    expect(await peakMemoryBytes([CLI, 'replay', long], folder)).toBeLessThan(250e6);
  }, 180_000);
});

// Real incidents and quiet hours that are not part of this repository.
const DATA = path.resolve(import.meta.dirname, '../../../shared/data');

interface RealCase {
  readonly id: string;
  readonly label: 'good' | 'bad';
  readonly errorSignal: string;
}

test.skipIf(!existsSync(DATA))('real incidents: few good releases rolled back, no clear rise passed', async () => {
  const files = ['petshop', 'mscloud'].map((set) => path.join(DATA, set, `${set}.cases.ndjson`));
  const cases = files.flatMap((name) => linesOf(readFileSync(name, 'utf8')) as readonly RealCase[]);
  const runs = await Promise.all(files.map((name) => runCli(['replay', name, '--warm-up', '0s'])));
  const verdictOf = new Map(
    runs
      .flatMap(({ stdout }) => linesOf(stdout) as readonly { id: string; verdict: string }[])
      .map(({ id, verdict }) => [id, verdict]),
  );
  const share = (of: readonly RealCase[], verdict: string): number =>
    of.filter(({ id }) => verdictOf.get(id) === verdict).length / of.length;
  const good = cases.filter(({ label }) => label === 'good');
  const risen = cases.filter(({ label, errorSignal }) => label === 'bad' && errorSignal === 'clear-rise');
  expect(share(good, 'rollback')).toBeLessThanOrEqual(0.03);
  expect(share(risen, 'pass')).toBe(0);
  expect(share(risen, 'rollback')).toBeGreaterThanOrEqual(0.75);
});

function linesOf(text: string): readonly unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
