import type { Past, SignatureGroup, SignatureReading } from './reading.js';

/** What was said before the window after, as far as the look-back reaches. */
export interface LookBack extends Past {
  /** How many signatures there are in it. */
  readonly total: number;
  /** Those that were asked for and are there. */
  readonly seen: readonly Seen[];
}

/** A signature that the past knows. */
export interface Seen {
  readonly key: string;
  readonly lines: number;
  readonly firstMs: number;
}

/** What came up from the release on, so that only a longer past can know it. Without any, nobody needs to look back. */
export function unseenOf({ groups }: SignatureReading): readonly SignatureGroup[] {
  return groups.filter(
    ({ after, before, elsewhereBefore, between }) => after > 0 && before + elsewhereBefore + between === 0,
  );
}

/** The reading of both windows with what the look-back knows of the signatures that were unseen until then. */
export function withLookBack(reading: SignatureReading, lookBack: LookBack): SignatureReading {
  const { total, seen, novelties, watchedBuckets, pastBuckets } = lookBack;
  const byKey = new Map(seen.map((one) => [one.key, one]));
  const unseen = new Set(unseenOf(reading));
  const groups = reading.groups.map((group) => (unseen.has(group) ? lookedUp(group, byKey) : group));
  const stillUnseen = reading.unseen - seen.length;
  return { groups, total: total + stillUnseen, unseen: stillUnseen, novelties, watchedBuckets, pastBuckets };
}

function lookedUp(group: SignatureGroup, seen: ReadonlyMap<string, Seen>): SignatureGroup {
  const known = group.keys.map((key) => seen.get(key)).filter((one) => one !== undefined);
  return {
    ...group,
    lookBack: known.reduce((sum, { lines }) => sum + lines, 0),
    firstMs: Math.min(group.firstMs, ...known.map(({ firstMs }) => firstMs)),
  };
}
