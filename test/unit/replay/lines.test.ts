import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf, type Line } from '../../../src/replay/lines.js';

async function* chunksOf(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* chunks;
}

async function read(...chunks: readonly (string | Uint8Array)[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for await (const batch of linesOf(chunksOf(...chunks))) lines.push(...batch);
  return lines;
}

test.for([
  { text: 'a\nb\n', lines: ['a', 'b'], why: 'each line ends with its end' },
  { text: 'a\nb', lines: ['a', 'b'], why: 'the last one needs none' },
  { text: 'a\r\nb\r\n', lines: ['a', 'b'], why: 'Windows ends them with two characters' },
  { text: 'a\n\nb', lines: ['a', '', 'b'], why: 'an empty line counts' },
  { text: '\ufeffa\n', lines: ['a'], why: 'a byte order mark is no part of the text' },
  { text: '', lines: [], why: 'nothing holds no line' },
])('$why', async ({ text, lines }) => {
  expect(await read(Buffer.from(text))).toEqual(lines.map((line, index) => ({ number: index + 1, text: line })));
});

test('however the bytes are cut, the lines are the same', async () => {
  const text = fc.array(fc.constantFrom('x', 'é', '😀', '\n', '\r\n', ' ')).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(40), { maxLength: 6 }), async (whole, cuts) => {
      const bytes = Buffer.from(whole);
      const edges = [0, ...cuts.filter((cut) => cut < bytes.length).sort((one, other) => one - other), bytes.length];
      const pieces = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
      expect(await read(...pieces)).toEqual(await read(bytes));
    }),
  );
});

test('a line that never ends does not fill the memory', async () => {
  const endless = Array.from({ length: 200 }, () => Buffer.alloc(2 ** 20, 0x31));
  const [line, next] = await read(...endless, Buffer.from('\nnext'));
  expect(line?.text.length).toBeLessThan(70 * 2 ** 20);
  expect(next).toEqual({ number: 2, text: 'next' });
});
