import type { z } from 'zod';

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

/** An optional key of the file, described for editors and for errors. */
export function key<T extends z.ZodType>(schema: T, { says, unit, otherwise, example }: Meaning) {
  const description = `${says} Unit: ${unit}. Default: ${otherwise}.`;
  return schema.meta({ description, examples: [example] }).exactOptional();
}
