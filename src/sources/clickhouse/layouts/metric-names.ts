import { UserError } from '../../../errors.js';
import type { Binder } from '../sql.js';

/** What a part of a metric's name, or a tag, may stand for. */
const PLACES = ['SERVICE', 'LEVEL', 'HOST', 'VERSION', 'ENV'] as const;
export type Place = (typeof PLACES)[number];

/** Tags are named in the text of a query, so that a name holds nothing that could end it. */
const TAG_NAME = /^[\p{L}\p{N}_.:@/-]{1,200}$/u;

/** How the names of counters are made: `SERVICE.logs.LEVEL`, or `logs?service=SERVICE&level=LEVEL` with tags. */
export interface MetricNames {
  /** Tags by what they stand for; the name itself says the rest. */
  readonly tags: Partial<Readonly<Record<Place, string>>>;
  /** The part of a name that stands for this, as a String; null where no part does. A service may have dots in its name. */
  part(name: string, place: Place): string | null;
  /** Whether a name is made this way, with this service in it where it has a place for one. */
  isOf(name: string, service: string, binder: Binder): string;
}

/** log4j-count-appender's way, and the one of `canary-verdict collect`. */
export const DEFAULT_METRIC = 'SERVICE.logs.LEVEL';

/** Reads a template, in which `*` is any part between dots. Throws a UserError when nothing stands for the level. */
export function metricNames(template: string): MetricNames {
  const [name = '', query] = template.split('?', 2);
  const parts = name.split('.');
  const tags = tagsIn(template, query);
  if (!parts.includes('LEVEL') && tags.LEVEL === undefined) {
    throw new UserError(
      `--metric ${JSON.stringify(template)} has no place for the level`,
      `Write --metric like ${DEFAULT_METRIC} or logs_total?service=SERVICE&level=LEVEL.`,
    );
  }
  return {
    tags,
    part(column, place) {
      const index = parts.indexOf(place);
      if (index === -1) return null;
      // Graphite puts its tags behind a name, as they stand in an address.
      const split = `splitByChar('.', cutQueryString(${column}))`;
      const others = parts.length - 1;
      if (place === 'SERVICE')
        return `arrayStringConcat(arraySlice(${split}, ${index + 1}, length(${split}) - ${others}), '.')`;
      // Only the service may be of several parts: what stands behind it is counted from the end.
      const service = parts.indexOf('SERVICE');
      return `${split}[${service === -1 || index < service ? index + 1 : index - parts.length}]`;
    },
    isOf(column, service, binder) {
      /** The text that stands in a part; null where anything may. */
      const fixed = parts.map((one) => (one === 'SERVICE' ? service : isPlace(one) || one === '*' ? null : one));
      // A LIKE with a fixed beginning is what the sorting key can use; the pattern keeps each part between its dots.
      const like = `${fixed.map((one) => (one === null ? '%' : escapeLike(one))).join('.')}%`;
      const pattern = fixed.map((one) => (one === null ? '[^.?]+' : escapeRegExp(one))).join('[.]');
      const places = [
        binder.bind('names', 'String', like),
        binder.bind('namePattern', 'String', `^${pattern}(?:[?]|$)`),
      ];
      return `${column} LIKE ${places[0]} AND match(${column}, ${places[1]})`;
    },
  };
}

function tagsIn(template: string, query: string | undefined): MetricNames['tags'] {
  const tags: Partial<Record<Place, string>> = {};
  for (const pair of query?.split('&') ?? []) {
    const [tag = '', place = ''] = pair.split('=', 2);
    if (!isPlace(place) || tag === '') {
      throw new UserError(
        `--metric ${JSON.stringify(template)} has a tag that stands for nothing: ${JSON.stringify(pair)}`,
        `Write a tag as NAME=PLACE, with one of ${PLACES.join(', ')} as PLACE.`,
      );
    }
    if (!TAG_NAME.test(tag)) {
      throw new UserError(
        `--metric has a tag that is no name: ${JSON.stringify(tag.slice(0, 40))}`,
        'Write a tag in letters, digits and _ . : @ / -, at most 200 of them.',
      );
    }
    tags[place] = tag;
  }
  return tags;
}

function isPlace(text: string): text is Place {
  return PLACES.some((place) => place === text);
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
