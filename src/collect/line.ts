/** What a reader of StatsD lines hands on. */
export interface LineSink {
  /**
   * One counter: `name` as it stood before the colon (with Graphite's or Influx's tags, if any), `tags` as they stood behind `|#`,
   * and the sum of its values, sampling undone. Both texts are pieces of the input and must be copied by whoever keeps them.
   */
  counter(name: string, tags: string, amount: number): void;
  /** A metric that is no counter: a gauge, a timer, a set, an event. */
  other(): void;
  /** A line that is no metric at all. */
  malformed(line: string): void;
}

/** No client sends a longer line, and what is longer is not kept. */
export const LONGEST_LINE = 8192;

/** More than all the log lines of a day; beyond it numbers are no longer exact. */
const LARGEST_AMOUNT = Number.MAX_SAFE_INTEGER;

const RETURN = 13;
const HASH = 35;
const ZERO = 48;
const NINE = 57;
const COUNTER = 99;
const PIPE = 124;

/** Digits that fit a number without rounding. */
const SAFE_DIGITS = 15;

/**
 * Reads the lines of a datagram or of a piece of a stream: `name:value|c`, with a sample rate, packed values, and tags in the forms
 * of DogStatsD, Graphite and Influx. The usual form is read in place, without making a new text besides name and tags.
 *
 * Formats: https://github.com/statsd/statsd/blob/master/docs/metric_types.md,
 * https://docs.datadoghq.com/developers/dogstatsd/datagram_shell/, https://graphite.readthedocs.io/en/latest/tags.html
 *
 * @param text one character a byte (latin1), so that every input is a text
 */
export function readLines(text: string, sink: LineSink): void {
  const length = text.length;
  for (let start = 0; start < length;) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = length;
    const last = end > start && text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
    if (last > start && !readUsual(text, start, last, sink)) readAny(text.slice(start, last), sink);
    start = end + 1;
  }
}

/** Reads `name:digits|c` and `name:digits|c|#tags`; false for every other form. */
function readUsual(text: string, start: number, end: number, sink: LineSink): boolean {
  const colon = text.indexOf(':', start);
  if (colon <= start || colon >= end || end - start > LONGEST_LINE) return false;
  let at = colon + 1;
  let amount = 0;
  let character = text.charCodeAt(at);
  while (character >= ZERO && character <= NINE) {
    amount = amount * 10 + (character - ZERO);
    at += 1;
    character = text.charCodeAt(at);
  }
  const digits = at - colon - 1;
  if (digits === 0 || digits > SAFE_DIGITS || at + 1 >= end) return false;
  if (character !== PIPE || text.charCodeAt(at + 1) !== COUNTER) return false;
  const afterType = at + 2;
  if (afterType === end) {
    sink.counter(text.slice(start, colon), '', amount);
    return true;
  }
  if (text.charCodeAt(afterType) !== PIPE || text.charCodeAt(afterType + 1) !== HASH) return false;
  // A further field behind the tags is rare: a container, a timestamp.
  const more = text.indexOf('|', afterType + 2);
  if (more !== -1 && more < end) return false;
  sink.counter(text.slice(start, colon), text.slice(afterType + 2, end), amount);
  return true;
}

/** Reads a line of any form. Nothing of a line counts that is malformed anywhere. */
function readAny(line: string, sink: LineSink): void {
  if (line.trim() === '') return;
  if (line.length > LONGEST_LINE) return sink.malformed(line);
  // DogStatsD's events and service checks.
  if (line.startsWith('_e{') || line.startsWith('_sc|')) return sink.other();
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).trim();
  if (name === '' || name.includes('|')) return sink.malformed(line);
  const amounts: number[] = [];
  let tags = '';
  // Every turn but the last ends at a colon behind a type or a rate: `name:1|c:2|c`.
  for (let at = colon + 1; at <= line.length;) {
    const segment = readSegment(line, at);
    if (segment === null) return sink.malformed(line);
    if (segment.amount === null) return sink.other();
    amounts.push(segment.amount);
    // Only the last can have some: they reach to the end, and are those of the line.
    tags = segment.tags;
    if (segment.end >= line.length) break;
    at = segment.end + 1;
  }
  for (const amount of amounts) sink.counter(name, tags, amount);
}

/** A value or packed values with their type and what follows; `amount` is null for what is no counter. */
interface Segment {
  readonly amount: number | null;
  readonly tags: string;
  /** Where it ends: at a colon or at the end of the line. */
  readonly end: number;
}

function readSegment(line: string, start: number): Segment | null {
  const pipe = line.indexOf('|', start);
  if (pipe === -1) return null;
  let end = endOf(line, pipe + 1, /[|:]/g);
  const type = line.slice(pipe + 1, end).trim();
  if (type !== 'c') return /^[a-z]{1,2}$/i.test(type) ? { amount: null, tags: '', end: line.length } : null;
  let rate = 1;
  let tags = '';
  while (line[end] === '|') {
    const field = end + 1;
    const isRate = line[field] === '@';
    // Tags and the rarer fields hold colons; behind a rate a colon begins the next value.
    end = endOf(line, field, isRate ? /[|:]/g : /\|/g);
    if (isRate) rate = readNumber(line.slice(field + 1, end));
    if (line[field] === '#') tags = line.slice(field + 1, end);
  }
  if (!(rate > 0 && rate <= 1)) return null;
  const values = line.slice(start, pipe).split(':').map(readNumber);
  const amount = values.reduce((sum, value) => sum + value, 0) / rate;
  return amount <= LARGEST_AMOUNT ? { amount, tags, end } : null;
}

/** Where the first of these signs stands, or the end of the line. */
function endOf(line: string, from: number, signs: RegExp): number {
  signs.lastIndex = from;
  return signs.exec(line)?.index ?? line.length;
}

/**
 * A number from zero up; NaN for everything else. Below zero there is none: log lines cannot be taken back, and a
 * negative count would hide errors.
 */
function readNumber(text: string): number {
  const trimmed = text.trim();
  return /^\+?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
}
