import { distance } from 'fastest-levenshtein';

/** The names with the likeliest meant first: the fewest letters away from what was typed, ignoring case. */
export function nearestFirst(names: readonly string[], typed: string): readonly string[] {
  const away = (name: string) => distance(name.toLowerCase(), typed.toLowerCase());
  return names.toSorted((a, b) => away(a) - away(b));
}
