import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLines } from '../../../src/collect/line.js';

/** What was read, as one line a fact. */
function read(text: string): readonly string[] {
  const facts: string[] = [];
  readLines(text, {
    counter: (name, tags, amount) => facts.push(`${name} [${tags}] +${amount}`),
    other: () => facts.push('other'),
    malformed: () => facts.push('malformed'),
  });
  return facts;
}

describe('what is understood', () => {
  test.for([
    { line: 'app.logs.ERROR:3|c', facts: ['app.logs.ERROR [] +3'], why: 'the plain form' },
    { line: 'a:0|c', facts: ['a [] +0'], why: 'zero is a sign of life' },
    { line: 'a:3|c|@0.1', facts: ['a [] +30'], why: 'one of ten was sent' },
    { line: 'a:3|c|#service:pay,level:error', facts: ['a [service:pay,level:error] +3'], why: 'DogStatsD' },
    { line: 'a:3|c|@0.5|#x:y', facts: ['a [x:y] +6'], why: 'a rate and tags' },
    { line: 'a:3|c|#x:y|@0.5', facts: ['a [x:y] +6'], why: 'in the other order' },
    { line: 'a:1:2:3|c', facts: ['a [] +6'], why: 'packed, DogStatsD 1.1' },
    { line: 'a:1:2:3|c|@0.5|#x:y', facts: ['a [x:y] +12'], why: 'packed, all of it' },
    {
      line: 'a:1|c:2|c|@0.5:3|c',
      facts: ['a [] +1', 'a [] +4', 'a [] +3'],
      why: 'several values as statsd takes them',
    },
    { line: 'a:1|c:2|c|#x:y', facts: ['a [x:y] +1', 'a [x:y] +2'], why: 'tags at the end are those of the line' },
    { line: 'a;k=v;l=w:2|c', facts: ['a;k=v;l=w [] +2'], why: 'Graphite' },
    { line: 'a,k=v,l=w:2|c', facts: ['a,k=v,l=w [] +2'], why: 'Influx' },
    {
      line: 'a:2|c|#x:y|c:ci-0123|T1656581400',
      facts: ['a [x:y] +2'],
      why: 'container and time, DogStatsD 1.2 and 1.3',
    },
    { line: 'a:2|c|c:ci-0123', facts: ['a [] +2'], why: 'a container alone' },
    { line: 'a:2.5|c', facts: ['a [] +2.5'], why: 'a fraction' },
    { line: 'a: 2 |c', facts: ['a [] +2'], why: 'blanks' },
    { line: 'a:+2e1|c', facts: ['a [] +20'], why: 'a number is a number' },
    { line: 'a:1|c\r\nb:2|c\n\n', facts: ['a [] +1', 'b [] +2'], why: 'several lines, either line break' },
    { line: 'a:1|c\nnonsense\nb:2|c', facts: ['a [] +1', 'malformed', 'b [] +2'], why: 'a bad line harms no other' },
  ])('$why: $line', ({ line, facts }) => {
    expect(read(line)).toEqual(facts);
  });
});

test.for([
  'a:1|ms',
  'a:-3|g',
  'a:+3|g',
  'a:user-7|s',
  'a:1|h|#x:y',
  'a:1|d',
  '_e{5,4}:title|text',
  '_sc|disk|0',
  'a:320|ms|@0.1',
])('no counter: %s', (line) => {
  expect(read(line)).toEqual(['other']);
});

test.for([
  { line: 'a', why: 'no value' },
  { line: 'a:', why: 'no value' },
  { line: 'a:1', why: 'no type' },
  { line: 'a:|c', why: 'an empty value' },
  { line: ':1|c', why: 'no name' },
  { line: 'a|c', why: 'no value' },
  { line: 'a:x|c', why: 'no number' },
  { line: 'a:0x10|c', why: 'hexadecimal is no count' },
  { line: 'a:Infinity|c', why: 'not finite' },
  { line: 'a:1e400|c', why: 'not finite' },
  { line: 'a:1e300|c', why: 'too large to be exact' },
  { line: 'a:-1|c', why: 'log lines cannot be taken back' },
  { line: 'a:1|c|@0', why: 'none of them was sent' },
  { line: 'a:1|c|@2', why: 'more than all were sent' },
  { line: 'a:1|c|@', why: 'an empty rate' },
  { line: 'a:1:x|c', why: 'one of the packed values is no number' },
  { line: 'a:1|counter', why: 'no type of a metric' },
  { line: `${'a'.repeat(9000)}:1|c`, why: 'too long' },
])('malformed, $why', ({ line }) => {
  expect(read(line)).toEqual(['malformed']);
});

const name = fc.stringMatching(/^[a-z][a-z.]{0,20}$/);

test('every whole counter comes back as it was sent', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.nat(), fc.stringMatching(/^([a-z]:[a-z:]{0,5})?$/))), (sent) => {
      const lines = sent.map(([metric, count, tags]) => `${metric}:${count}|c${tags === '' ? '' : `|#${tags}`}`);
      expect(read(lines.join('\n'))).toEqual(sent.map(([metric, count, tags]) => `${metric} [${tags}] +${count}`));
    }),
  );
});

const spice = fc.constantFrom(
  ':',
  '|',
  'c',
  '|c',
  '|#',
  '|@',
  '@',
  '\n',
  '\r',
  ',',
  ';',
  '=',
  '1',
  '-',
  '.',
  'e',
  '_e{',
  '\0',
  'ms',
);

test('no input crashes it, and each line is at most one fact a segment', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text).toString('latin1')),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc.array(fc.oneof(spice, fc.string({ maxLength: 3 })), { maxLength: 60 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(anything, (text) => {
      const facts = read(text);
      expect(facts.length).toBeLessThanOrEqual((text.match(/[\n|]/g)?.length ?? 0) + 1);
      for (const fact of facts) expect(fact).not.toMatch(/\+(NaN|Infinity|-)/);
    }),
    { numRuns: 3000 },
  );
});

test('the usual form and the general one agree', () => {
  // A blank before the type takes the same line the other way.
  fc.assert(
    fc.property(name, fc.nat(), fc.stringMatching(/^[a-z:,]{0,9}$/), (metric, count, tags) => {
      const end = tags === '' ? '' : `|#${tags}`;
      expect(read(`${metric}:${count}|c${end}`)).toEqual(read(`${metric}:${count} |c${end}`));
    }),
  );
});
