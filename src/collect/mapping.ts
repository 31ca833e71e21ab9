import { levelOf, type Level } from '../core/levels.js';
import { takeTags } from './tags.js';
import { compileTemplate, PARTS, type Part } from './template.js';

/** Whose log lines a counter counts. */
export interface Series {
  readonly service: string;
  readonly level: Level;
  /** Empty where the counter says none. */
  readonly host: string;
  /** Likewise. */
  readonly version: string;
}

/** Names of tags by what they say. */
export type TagNames = Readonly<Record<Part, readonly string[]>>;

/** What clients call them, the likeliest first. */
export const USUAL_TAGS: TagNames = {
  service: ['service', 'service_name', 'app'],
  level: ['level', 'severity', 'loglevel', 'log_level'],
  host: ['host', 'hostname', 'pod', 'pod_name', 'instance'],
  version: ['version', 'service_version', 'release'],
};

/** The series of a counter; null where no template fits, or where service or level stay unknown. */
export type Mapping = (rawName: string, dogTags: string) => Series | null;

/** A name or a value that is longer is nobody's. */
const LONGEST_VALUE = 256;

/**
 * Maps counters by their names, then by their tags: the first template that fits decides, and tags say what the name does not.
 * @throws UserError for a template that is none.
 */
export function createMapping(templates: readonly string[], tagNames: TagNames): Mapping {
  const compiled = templates.map(compileTemplate);
  return (rawName, dogTags) => {
    const { name, tags } = takeTags(rawName, dogTags);
    if (name.length > LONGEST_VALUE) return null;
    for (const template of compiled) {
      const said = template(name);
      if (said === null) continue;
      const part = (key: Part) => said[key] ?? tagOf(tags, tagNames[key]);
      const [service, level, host, version] = PARTS.map(part);
      const known = level === undefined ? null : levelOf(level);
      if (service === undefined || service === '' || known === null) continue;
      return { service, level: known, host: host ?? '', version: version ?? '' };
    }
    return null;
  };
}

function tagOf(tags: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  const value = names.map((name) => tags.get(name)).find((found) => found !== undefined && found !== '');
  return value === undefined || value.length > LONGEST_VALUE ? undefined : value;
}
