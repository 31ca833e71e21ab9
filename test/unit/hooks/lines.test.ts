import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { prefixedLines } from '../../../src/hooks/lines.js';

function shown(...chunks: readonly (string | Buffer)[]): string {
  let written = '';
  const lines = prefixedLines('hook | ', (text) => {
    written += text;
  });
  for (const chunk of chunks) lines.write(Buffer.from(chunk));
  lines.end();
  return written;
}

test.for([
  { chunks: ['one\ntwo\n'], lines: ['one', 'two'], why: 'a line break ends a line' },
  { chunks: ['o', 'ne\ntw', 'o'], lines: ['one', 'two'], why: 'chunks end anywhere, the last line needs no break' },
  { chunks: ['one\r', '\ntwo\r\n'], lines: ['one', 'two'], why: 'a Windows line break, cut in two' },
  { chunks: ['10 %\r20 %\r'], lines: ['10 %', '20 %'], why: 'a progress bar is a line each time' },
  { chunks: ['  indented\tmore\n\n'], lines: ['  indented\tmore', ''], why: 'blanks stay' },
  { chunks: ['\u001b[31mred\u001b[0m\n'], lines: ['red'], why: 'colours go' },
  {
    chunks: ['\u001b]0;title\u0007a\u202eb\u0000\n'],
    lines: ['a\\u{202e}b\\u{0}'],
    why: 'nothing steers the terminal',
  },
  { chunks: ['a ##vso[task.complete]\n'], lines: ['a \\u{23}#vso[task.complete]'], why: 'nor Azure Pipelines' },
  { chunks: ['##[set-output name=x]y\n'], lines: ['\\u{23}#[set-output name=x]y'], why: 'nor an old GitHub runner' },
  { chunks: ['::error::x\n'], lines: ['\\u{3a}:error::x'], why: 'nor a new one, whatever cuts the prefix off' },
  {
    chunks: ['SPINNAKER_PROPERTY_VERDICT=pass\n'],
    lines: ['\\u{53}PINNAKER_PROPERTY_VERDICT=pass'],
    why: 'nor Spinnaker',
  },
  {
    chunks: ["##teamcity[buildStatus text='x']\n"],
    lines: ["\\u{23}#teamcity[buildStatus text='x']"],
    why: 'nor TeamCity',
  },
])('$why', ({ chunks, lines }) => {
  expect(shown(...chunks)).toBe(lines.map((line) => `hook | ${line}\n`).join(''));
});

test('a character that is cut in two comes out whole, bytes that are no text are shown as such', () => {
  const euro = Buffer.from('€');
  expect(shown(euro.subarray(0, 1), euro.subarray(1), Buffer.from([0xff, 0xfe]))).toBe('hook | €��\n');
});

test('a line without end comes in pieces', () => {
  const lines = shown('x'.repeat(10_000), 'x'.repeat(10_000)).trimEnd().split('\n');
  expect(lines.every((line) => line.length <= 'hook | '.length + 4096)).toBe(true);
  expect(lines.map((line) => line.slice('hook | '.length)).join('')).toBe('x'.repeat(20_000));
});

test('whatever comes in, each line has its prefix and no sign that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (chunks) => {
      for (const line of shown(...chunks.map((chunk) => Buffer.from(chunk)))
        .split('\n')
        .slice(0, -1)) {
        expect(line).toMatch(/^hook \| (\t|[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}])*$/u);
      }
    }),
  );
});
