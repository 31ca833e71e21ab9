import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReplayConfig } from '../../../src/config/replay.js';
import { judgeSeries } from '../../../src/core/judgement.js';
import { rebin } from '../../../src/core/rebin.js';
import { parseSeries } from '../../../src/core/recorded-series.js';
import { DEFAULT_RULE } from '../../../src/core/rule.js';
import { replayed } from '../../../src/replay/replay.js';
import { anyReport } from '../../helpers/arbitrary-report.js';

interface Replay {
  readonly output: string;
  readonly verdicts: readonly Record<string, unknown>[];
  readonly problems: readonly string[];
}

async function replay(text: string, flags: Readonly<Record<string, unknown>> = {}): Promise<Replay> {
  const problems: string[] = [];
  let output = '';
  const chunks = (async function* () {
    yield text;
  })();
  const verdicts = replayed(chunks, readReplayConfig('a.ndjson', flags), (problem) => problems.push(problem));
  for await (const part of verdicts) output += part;
  const lines = output.split('\n').slice(0, -1);
  return { output, verdicts: lines.map((line) => JSON.parse(line) as Record<string, unknown>), problems };
}

const quiet = { bucketSeconds: 30, before: Array(60).fill(0), after: Array(10).fill(0) };
const failing = { ...quiet, after: Array(10).fill(9) };

test('a verdict a line, in the order of the lines', async () => {
  const { verdicts, problems } = await replay(
    `${JSON.stringify({ id: 'good', ...quiet })}\n${JSON.stringify({ id: 2, ...failing })}\n`,
  );
  expect(problems).toEqual([]);
  expect(verdicts).toEqual([
    { id: 'good', verdict: 'pass', at: 300, reasons: ['errors-within-limit'] },
    { id: 2, verdict: 'rollback', at: 90, reasons: ['errors-over-limit', 'early-rollback'] },
  ]);
});

describe('an id stays exactly as it was', () => {
  test.for(['7', '-1.50', '12345678901234567890', '"12345678901234567890"', String.raw`"a\"b"`])('%s', async (id) => {
    const line = JSON.stringify(quiet).replace('{', `{"id":${id},`);
    const { output } = await replay(line);
    expect(output).toContain(`{"id":${id},`);
  });

  test('the number of the line stands in for none', async () => {
    const { verdicts } = await replay(`\n\n${JSON.stringify(quiet)}\n`);
    expect(verdicts.map(({ id }) => id)).toEqual([3]);
  });
});

describe('a bad line is told by its number, and the others are judged', () => {
  test.for([
    { bad: 'nonsense', says: /^a\.ndjson:2: it is not JSON: .*"nonsense"/ },
    { bad: '[]', says: /^a\.ndjson:2: the document is not an object$/ },
    { bad: '{"bucketSeconds":30,"before":[1]}', says: /^a\.ndjson:2: after is missing$/ },
    { bad: '{"schemaVersion":1}', says: /^a\.ndjson:2: not a report of canary-verdict/ },
    { bad: '{', says: /^a\.ndjson:2: it is not JSON/ },
  ])('$bad', async ({ bad, says }) => {
    const good = JSON.stringify(quiet);
    const { verdicts, problems } = await replay(`${good}\n${bad}\n${good}`);
    expect(verdicts.map(({ id }) => id)).toEqual([1, 3]);
    expect(problems).toEqual([expect.stringMatching(says)]);
  });
});

describe('a document over many lines', () => {
  test('is one series', async () => {
    const { verdicts } = await replay(JSON.stringify({ id: 'pretty', ...failing }, null, 2));
    expect(verdicts).toEqual([expect.objectContaining({ id: 'pretty', verdict: 'rollback' })]);
  });

  test('tells its mistakes by their own line', async () => {
    const { verdicts, problems } = await replay(
      `\n{\n  "bucketSeconds": 30,\n  "before": [1],\n  "after": [\n    -1\n  ]\n}`,
    );
    expect(verdicts).toEqual([]);
    expect(problems).toEqual(['a.ndjson:6: after[0] is -1, not a whole number from 0 on, or null']);
  });
});

describe('buckets finer than 30 s', () => {
  const fine = { id: 1, bucketSeconds: 10, before: Array(180).fill(0), after: Array(30).fill(3) };

  test('are looked at as they are and judged in buckets of 30 s', async () => {
    const { verdicts } = await replay(JSON.stringify(fine), { warmUp: '0s' });
    expect(verdicts).toEqual([expect.objectContaining({ verdict: 'rollback', at: 40 })]);
  });

  test('are judged in those of --bucket', async () => {
    const { verdicts } = await replay(JSON.stringify(fine), { warmUp: '0s', bucket: '60s' });
    expect(verdicts).toEqual([expect.objectContaining({ verdict: 'rollback', at: 40 })]);
    const end = await replay(JSON.stringify({ ...fine, after: Array(31).fill(3) }), { early: false, bucket: '1m' });
    expect(end.verdicts).toEqual([expect.objectContaining({ verdict: 'rollback', at: 300 })]);
  });

  test('a --bucket that is no multiple is a bad line', async () => {
    const { problems } = await replay(JSON.stringify(fine), { bucket: '25s' });
    expect(problems).toEqual(['a.ndjson:1: bucketSeconds is 10, of which --bucket 25s is no multiple']);
  });

  test('that do not fit into 30 s stay as they are', async () => {
    const { verdicts } = await replay(JSON.stringify({ ...failing, bucketSeconds: 20 }), { early: false });
    expect(verdicts).toEqual([expect.objectContaining({ verdict: 'rollback', at: 200 })]);
  });
});

test('a replayed line has the verdict of its series', async () => {
  const count = fc.oneof({ weight: 5, arbitrary: fc.nat(4) }, fc.nat(200), fc.constant(null));
  const counts = fc.array(count, { minLength: 1, maxLength: 40 });
  const line = fc
    .record({
      before: counts,
      after: counts,
      bucketSeconds: fc.constantFrom(10, 15, 30, 60),
      withControl: fc.boolean(),
    })
    .map(({ withControl, ...series }) => ({
      ...series,
      ...(withControl && { control: { after: series.after.toReversed(), exposureRatio: 0.5 } }),
    }));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 5 }), async (lines) => {
      const { verdicts } = await replay(lines.map((series) => JSON.stringify(series)).join('\r\n'));
      const expected = lines.map((series, index) => {
        const pair = rebin(parseSeries(series), Math.max(1, Math.round(30 / series.bucketSeconds)));
        const { verdict, atSeconds, reasons } = judgeSeries(pair, DEFAULT_RULE);
        return { id: index + 1, verdict, at: atSeconds, reasons: reasons.map(({ code }) => code) };
      });
      expect(verdicts).toEqual(expected);
    }),
  );
});

test('a replayed report has its verdict, also where the source withheld it', async () => {
  await fc.assert(
    fc.asyncProperty(anyReport, fc.constantFrom(undefined, 2), async (report, indent) => {
      const { verdicts, problems } = await replay(JSON.stringify(report, null, indent));
      expect(problems).toEqual([]);
      expect(verdicts).toEqual([expect.objectContaining({ verdict: report.verdict })]);
    }),
  );
});
