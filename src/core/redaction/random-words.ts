/** Far longer than a number, and than most names. */
const LONG_WORD = /[\w-]{20,}/g;

/** A name has words in it, and these have several letters of one kind; and hardly one has three numbers. */
const LEAST_NUMBERS = 3;
const LONGEST_RUN = 2.5;

/**
 * A text without long words that were drawn and not written, such as `aB3dE5gH7jK9mN1pQ3sT5`: a token of a service that nobody has told us
 * of. Ids in hexadecimal, UUIDs and names of pods stay, because they know no capitals beside small letters.
 */
export function withoutRandomWords(text: string, replacement: string): string {
  return text.replace(LONG_WORD, (word) => (isRandom(word) ? replacement : word));
}

function isRandom(word: string): boolean {
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word)) return false;
  const runs = word.match(/[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g) ?? [];
  const numbers = runs.filter((run) => /^[0-9]/.test(run)).length;
  return numbers >= LEAST_NUMBERS && word.length / runs.length <= LONGEST_RUN;
}
