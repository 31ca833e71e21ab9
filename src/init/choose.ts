import { UserError } from '../errors.js';
import { nearestFirst } from '../nearest.js';
import type { Asker, Choice } from './ask.js';

/** One thing to settle, and the ways to do so. */
export interface Question {
  /** Such as `--table`. */
  readonly flag: string;
  /** Such as `log table`. */
  readonly what: string;
  /** What the flag says; undefined where it was not given. */
  readonly given: string | undefined;
  /** The likeliest first. */
  readonly choices: readonly Choice[];
  /** Whether the likeliest is taken without asking. */
  readonly takesFirst: boolean;
  /** Null without a terminal. */
  readonly asker: Asker | null;
}

/**
 * The flag's value, else the only choice, else what a person chooses.
 * @throws UserError where nobody can be asked.
 */
export async function choose({ flag, what, given, choices, takesFirst, asker }: Question): Promise<string> {
  const names = choices.map(({ value }) => value);
  if (given !== undefined) return given;
  const [first] = names;
  if (first !== undefined && (names.length === 1 || takesFirst)) return first;
  if (asker !== null)
    return choices.length === 0 ? await asker.text(`Which ${what}?`) : await asker.oneOf(`Which ${what}?`, choices);
  if (first === undefined) throw new UserError(`no ${what} was found`, `Give ${flag} NAME.`);
  throw new UserError(
    `there is more than one ${what}: ${names.slice(0, 10).join(', ')}`,
    `Give ${flag} with one of them, or --yes for ${first}.`,
  );
}

/** The choices without any that a flag rules out, so that a typo is told before anything is written. */
export function known(choices: readonly Choice[], given: string | undefined, flag: string): readonly Choice[] {
  if (given === undefined || choices.length === 0 || choices.some(({ value }) => value === given)) return choices;
  const nearest = nearestFirst(
    choices.map(({ value }) => value),
    given,
  ).slice(0, 5);
  throw new UserError(`${flag} ${JSON.stringify(given)} is not there`, `Did you mean ${nearest.join(', ')}?`);
}
