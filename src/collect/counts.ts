import type { Mapping, Series } from './mapping.js';

/** What was heard of one series in one interval. */
export interface Row extends Series {
  readonly count: number;
  /** Counters that said so; above zero even where the count is zero, which then proves that somebody was there to count. */
  readonly heard: number;
}

/** Adds counters up, by series. */
export interface Counts {
  add(rawName: string, dogTags: string, amount: number): void;
  /** What was added since the last call; starts again from zero. */
  take(): readonly Row[];
  readonly tallies: CountTallies;
  /** Some of the names that no template fits, as they came. */
  readonly unmappedNames: ReadonlySet<string>;
}

export interface CountTallies {
  readonly counters: number;
  /** Counters whose name says nothing that is wanted. */
  readonly unmapped: number;
  /** Counters of series beyond the most that are kept. */
  readonly overflowed: number;
  /** Series that are kept now. */
  readonly series: number;
}

/** What a counter is added to. */
interface Sum {
  readonly series: Series | null;
  amount: number;
  heard: number;
  /** Intervals in which nothing came. */
  idle: number;
}

/** A series that was silent for so many intervals is forgotten: hosts and versions come and go. */
const MOST_IDLE = 20;

/** Each series may be known by several spellings of name and tags; beyond so many they are looked up anew. */
const SPELLINGS_A_SERIES = 4;

const MOST_UNMAPPED_NAMES = 20;

/** As much of a name as a person needs to know it again. */
const SHOWN = 200;

/**
 * Sums of at most `mostSeries` series. Memory is bounded whatever comes: names are looked up in a cache that is emptied when it is
 * full, and what is beyond the most is counted and dropped.
 */
export function createCounts(map: Mapping, mostSeries: number): Counts {
  const sums = new Map<string, Sum>();
  const unmapped = newSum(null);
  const overflow = newSum(null);
  const unmappedNames = new Set<string>();
  const plain = new Map<string, Sum>();
  const tagged = new Map<string, Map<string, Sum>>();
  const mostCached = SPELLINGS_A_SERIES * mostSeries;
  let cached = 0;
  let counters = 0;

  function forget(): void {
    plain.clear();
    tagged.clear();
    cached = 0;
  }

  /** Finds or makes the sum of a spelling that is not in the cache. */
  function admit(rawName: string, dogTags: string): Sum {
    // Copies: a piece of a datagram would keep the whole of it in memory.
    const name = copied(rawName);
    const tags = copied(dogTags);
    const sum = sumOf(map(fromLatin1(name), fromLatin1(tags)), name);
    if (sum === overflow) return sum;
    if (cached >= mostCached) forget();
    cached += 1;
    if (tags === '') plain.set(name, sum);
    else (tagged.get(name) ?? newWithin(tagged, name)).set(tags, sum);
    return sum;
  }

  function sumOf(series: Series | null, name: string): Sum {
    if (series === null) {
      if (unmappedNames.size < MOST_UNMAPPED_NAMES) unmappedNames.add(fromLatin1(name.slice(0, SHOWN)));
      return unmapped;
    }
    const key = JSON.stringify([series.service, series.level, series.host, series.version]);
    const known = sums.get(key);
    if (known !== undefined) return known;
    if (sums.size >= mostSeries) return overflow;
    const sum = newSum(series);
    sums.set(key, sum);
    return sum;
  }

  return {
    unmappedNames,
    get tallies() {
      return { counters, unmapped: unmapped.heard, overflowed: overflow.heard, series: sums.size };
    },
    add(rawName, dogTags, amount) {
      const sum = (dogTags === '' ? plain.get(rawName) : tagged.get(rawName)?.get(dogTags)) ?? admit(rawName, dogTags);
      counters += 1;
      sum.amount += amount;
      sum.heard += 1;
    },
    take() {
      const rows: Row[] = [];
      let isForgotten = false;
      for (const [key, sum] of sums) {
        if (sum.heard > 0 && sum.series !== null) rows.push({ ...sum.series, ...takeWhole(sum) });
        else if ((sum.idle += 1) >= MOST_IDLE) isForgotten = sums.delete(key);
      }
      // The cache may lead to what is gone.
      if (isForgotten) forget();
      return rows;
    },
  };
}

/** Sampled counters come to fractions, rows hold whole lines: the rest waits for the next interval, so that nothing is lost. */
function takeWhole(sum: Sum): Pick<Row, 'count' | 'heard'> {
  const taken = { count: Math.min(Math.floor(sum.amount + ROUNDING), Number.MAX_SAFE_INTEGER), heard: sum.heard };
  sum.amount = Math.max(sum.amount - taken.count, 0);
  sum.heard = 0;
  sum.idle = 0;
  return taken;
}

/** What three times 1 / 0.3 is short of ten. */
const ROUNDING = 1e-6;

function newSum(series: Series | null): Sum {
  return { series, amount: 0, heard: 0, idle: 0 };
}

function newWithin(tagged: Map<string, Map<string, Sum>>, name: string): Map<string, Sum> {
  const within = new Map<string, Sum>();
  tagged.set(name, within);
  return within;
}

function copied(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('latin1');
}

function fromLatin1(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
