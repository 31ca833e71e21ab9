/** A line that clients send, and what it means. */
export interface Form {
  readonly line: string;
  /** Service, level and tags, as in `pay.logs.ERROR;host=web-01`. */
  readonly name: string;
  readonly amount: number;
}

/** Each with a service of its own, so that they can be told apart. */
export const FORMS: readonly Form[] = [
  { line: 'plain.logs.ERROR:3|c', name: 'plain.logs.ERROR', amount: 3 },
  { line: 'zero.logs.ERROR:0|c', name: 'zero.logs.ERROR', amount: 0 },
  { line: 'rate.logs.ERROR:3|c|@0.1', name: 'rate.logs.ERROR', amount: 30 },
  { line: 'exponent.logs.ERROR:1e2|c', name: 'exponent.logs.ERROR', amount: 100 },
  { line: 'dotted.name.logs.ERROR:2|c', name: 'dotted.name.logs.ERROR', amount: 2 },
  { line: 'many.logs.ERROR:1|c:2|c', name: 'many.logs.ERROR', amount: 3 },
  { line: 'graphite.logs.ERROR;host=web-01:2|c', name: 'graphite.logs.ERROR;host=web-01', amount: 2 },
  { line: 'dog.logs.ERROR:2|c|#host:web-01', name: 'dog.logs.ERROR;host=web-01', amount: 2 },
  { line: 'dograte.logs.ERROR:2|c|@0.5|#host:web-01', name: 'dograte.logs.ERROR;host=web-01', amount: 4 },
  { line: 'packed.logs.ERROR:1:2:3|c', name: 'packed.logs.ERROR', amount: 6 },
  { line: 'container.logs.ERROR:2|c|#host:web-01|c:83c0a99c', name: 'container.logs.ERROR;host=web-01', amount: 2 },
  { line: 'timed.logs.ERROR:2|c|T1656581400', name: 'timed.logs.ERROR', amount: 2 },
  { line: 'influx.logs.ERROR,host=web-01:2|c', name: 'influx.logs.ERROR;host=web-01', amount: 2 },
  { line: 'größe.logs.ERROR:2|c', name: 'größe.logs.ERROR', amount: 2 },
  { line: 'a b.logs.ERROR:2|c', name: 'a b.logs.ERROR', amount: 2 },
  { line: 'windows.logs.ERROR:2|c\r', name: 'windows.logs.ERROR', amount: 2 },
];

/** Each way of writing a value, the next one behind it where there are several. */
const VALUES = [
  { write: (behind: string) => `8${behind}`, amount: 8 },
  { write: (behind: string) => `8.0${behind}`, amount: 8 },
  { write: (behind: string) => `08${behind}`, amount: 8 },
  { write: (behind: string) => `8e1${behind}`, amount: 80 },
  { write: (behind: string) => `0${behind}`, amount: 0 },
  { write: (behind: string) => `8:16:24${behind}`, amount: 48 },
  { write: (behind: string) => `8${behind}:16${behind}`, amount: 24 },
];
const RATES = [
  { rate: '', factor: 1 },
  { rate: '|@1', factor: 1 },
  { rate: '|@0.5', factor: 2 },
  { rate: '|@.25', factor: 4 },
  { rate: '|@0.1', factor: 10 },
];
const TAGS = [
  { inName: '', behind: '' },
  { inName: ';host=web-01', behind: '' },
  { inName: ',host=web-01', behind: '' },
  { inName: '', behind: '|#host:web-01' },
  { inName: '', behind: '|#host:web-01|c:83c0a99c' },
];
const ENDS = ['', '\n', '\r\n'];

/** Each with each. */
export const COMBINED: readonly Form[] = VALUES.flatMap(({ write, amount }) =>
  RATES.flatMap(({ rate, factor }) =>
    TAGS.flatMap(({ inName, behind }) =>
      ENDS.map((end) => ({ inName, behind, text: `${write(`|c${rate}${behind}`)}${end}`, amount: amount * factor })),
    ),
  ),
)
  // Tags of DogStatsD hold colons, so that no value can follow them.
  .filter(({ text, behind }) => behind === '' || !text.includes(`${behind}:16`))
  .map(({ inName, behind, text, amount }, index) => {
    const name = `combined-${index}.logs.ERROR`;
    const host = inName === '' && behind === '' ? '' : ';host=web-01';
    return { line: `${name}${inName}:${text}`, name: `${name}${host}`, amount };
  });

/** Those of the forms whose sum is right. */
export function understood(forms: readonly Form[], sums: ReadonlyMap<string, number>): readonly Form[] {
  return forms.filter(({ name, amount }) => {
    const sum = sums.get(name);
    return sum !== undefined && Math.abs(sum - amount) < 1e-9;
  });
}
