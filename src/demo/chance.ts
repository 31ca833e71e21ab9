/** A stream of chance: each call gives the next number from 0 up to but not including 1. */
export type Chance = () => number;

/**
 * A stream of chance that a seed decides wholly, so that a demo shows everyone the same lines.
 * The generator is mulberry32 by Tommy Ettinger (public domain): 32 bits of state, ample for a few hundred thousand lines.
 */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `from` up to and including `to`. */
export function between(chance: Chance, from: number, to: number): number {
  return from + Math.floor(chance() * (to - from + 1));
}

/** One of `choices`, each as likely as the others. */
export function pick<T>(chance: Chance, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(chance() * choices.length)] ?? choices[0];
}

/** Lower-case hexadecimal digits, such as a trace id of 32 of them. */
export function hex(chance: Chance, digits: number): string {
  let text = '';
  // The leading 1 keeps leading zeros.
  for (let left = digits; left > 0; left -= 8)
    text += Math.floor((1 + chance()) * 2 ** 32)
      .toString(16)
      .slice(1);
  return text.slice(0, digits);
}

/** Instants of a Poisson process in a half-open span: arrivals that know nothing of each other, at `perSecond` on average. */
export function* arrivals(chance: Chance, perSecond: number, fromMs: number, toMs: number): Generator<number> {
  if (perSecond <= 0) return;
  let atMs = fromMs;
  while (true) {
    atMs += (-Math.log(1 - chance()) / perSecond) * 1000;
    if (atMs >= toMs) return;
    yield atMs;
  }
}
