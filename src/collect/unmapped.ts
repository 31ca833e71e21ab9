import type { Counts } from './counts.js';

/** Tells each name that no template fits once, so that a person sees what is not kept. */
export function createUnmappedTeller(
  { unmappedNames }: Pick<Counts, 'unmappedNames'>,
  say: (line: string) => void,
): () => void {
  const told = new Set<string>();
  return () => {
    const names = [...unmappedNames].filter((name) => !told.has(name));
    if (names.length === 0) return;
    for (const name of names) told.add(name);
    say(`no --template fits ${names.map((name) => JSON.stringify(name)).join(', ')}; such counters are not kept`);
  };
}
