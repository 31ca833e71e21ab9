import { z } from 'zod';

/** What the published schema says of a key. */
interface Meaning {
  /** One sentence. */
  readonly says: string;
  /** What its value counts or names, such as `duration` or `file`. */
  readonly unit: string;
  /** What holds where the key is left out. */
  readonly otherwise: string;
  readonly example: unknown;
}

/** What each key means, for who wants to list them. */
export const meanings = z.registry<Meaning>();

/** An optional key of the file, described for editors and for errors. */
export function key<T extends z.ZodType>(schema: T, meaning: Meaning) {
  const { says, unit, otherwise, example } = meaning;
  const description = `${says} Unit: ${unit}. Default: ${otherwise}.`;
  const described = schema.meta({ description, examples: [example] });
  meanings.add(described, meaning);
  return described.exactOptional();
}
