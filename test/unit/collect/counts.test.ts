import { describe, expect, test } from 'vitest';
import { createCounts, type Row } from '../../../src/collect/counts.js';
import { createIntake } from '../../../src/collect/intake.js';
import { createMapping, USUAL_TAGS } from '../../../src/collect/mapping.js';

function counting(mostSeries = 100) {
  const counts = createCounts(createMapping(['SERVICE.logs.LEVEL', 'logs'], USUAL_TAGS), mostSeries);
  const intake = createIntake(counts);
  return { counts, intake, send: (text: string) => intake.datagram(Buffer.from(text)) };
}

const short = (rows: readonly Row[]) =>
  rows.map(({ service, level, host, count, heard }) => `${service} ${level} ${host} ${count} (${heard})`);

test('counters of one series add up, however they are spelt', () => {
  const { counts, send } = counting();
  send('pay.logs.ERROR:3|c\npay.logs.error:2|c\nlogs;service=pay;level=err:1|c');
  send('logs:1|c|@0.25|#service:pay,level:ERROR\nlogs:1|c|#level:ERROR,service:pay');
  expect(short(counts.take())).toEqual(['pay ERROR  11 (5)']);
});

test('an interval starts from zero, and who says nothing has no row', () => {
  const { counts, send } = counting();
  send('pay.logs.ERROR:3|c');
  counts.take();
  expect(counts.take()).toEqual([]);
});

test('a zero that was sent is a sign of life', () => {
  const { counts, send } = counting();
  send('pay.logs.ERROR:0|c');
  expect(short(counts.take())).toEqual(['pay ERROR  0 (1)']);
});

test('fractions of sampled counters wait for the next interval', () => {
  const { counts, send } = counting();
  send('pay.logs.INFO:1|c|@0.3');
  const first = counts.take();
  send('pay.logs.INFO:1|c|@0.3\npay.logs.INFO:1|c|@0.3');
  expect([...short(first), ...short(counts.take())]).toEqual(['pay INFO  3 (1)', 'pay INFO  7 (2)']);
});

test('names in UTF-8 stay themselves', () => {
  const { counts, send } = counting();
  send('оплата.logs.ERROR:1|c\nlogs:1|c|#service:支払い,level:info');
  expect(short(counts.take())).toEqual(['оплата ERROR  1 (1)', '支払い INFO  1 (1)']);
});

describe('memory is bounded', () => {
  test('series beyond the most are counted and dropped, known ones go on', () => {
    const { counts, send } = counting(2);
    for (const service of ['a', 'b', 'c', 'd', 'a']) send(`${service}.logs.ERROR:1|c`);
    expect(short(counts.take())).toEqual(['a ERROR  2 (2)', 'b ERROR  1 (1)']);
    expect(counts.tallies).toMatchObject({ counters: 5, overflowed: 2, series: 2 });
  });

  test('a hundred thousand names take no more room than a few', () => {
    const { counts, send } = counting(10);
    for (let n = 0; n < 100_000; n += 1) send(`name-${n}:1|c\nlogs:1|c|#service:pay,level:error,unknown:${n}`);
    expect(short(counts.take())).toEqual(['pay ERROR  100000 (100000)']);
    expect(counts.unmappedNames.size).toBe(20);
    expect(counts.tallies).toMatchObject({ unmapped: 100_000, series: 1 });
  });

  test('series that fell silent make room for others', () => {
    const { counts, send } = counting(1);
    send('old.logs.ERROR:1|c');
    for (let interval = 0; interval < 21; interval += 1) counts.take();
    send('new.logs.ERROR:1|c\nold.logs.ERROR:1|c');
    expect(short(counts.take())).toEqual(['new ERROR  1 (1)']);
    expect(counts.tallies).toMatchObject({ overflowed: 1, series: 1 });
  });
});

describe('a stream', () => {
  test.each([1, 2, 3, 7, 1000])('in pieces of %i bytes is the same lines', (size) => {
    const { counts, intake } = counting();
    const stream = intake.stream();
    const bytes = Buffer.from('pay.logs.ERROR:3|c\npay.logs.INFO:5|c\r\njunk\npay.logs.ERROR:4|c');
    for (let at = 0; at < bytes.length; at += size) stream.bytes(bytes.subarray(at, at + size));
    stream.end();
    expect(short(counts.take())).toEqual(['pay ERROR  7 (2)', 'pay INFO  5 (1)']);
    expect(intake.tallies.malformed).toBe(1);
  });

  test('a line without end is dropped and counted once, and the next one counts', () => {
    const { counts, intake } = counting();
    const stream = intake.stream();
    for (let piece = 0; piece < 1000; piece += 1) stream.bytes(Buffer.alloc(10_000, 'a'));
    stream.bytes(Buffer.from('tail:1|c\npay.logs.ERROR:1|c\n'));
    expect(short(counts.take())).toEqual(['pay ERROR  1 (1)']);
    expect(intake.tallies.malformed).toBe(1);
  });
});
