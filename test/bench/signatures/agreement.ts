import type { Chance } from '../../../src/demo/chance.js';
import { templateOf } from '../../../src/core/signatures/template.js';
import { labelled } from './corpus.js';

/** How well lines are put together: over all pairs of lines, those put together rightly among those put together, and among those that belong together. */
export function agreement(lines: number, chance: Chance, write: (body: string, chance: Chance) => string) {
  const both = new Map<string, number>();
  const byLabel = new Map<string, number>();
  const byTemplate = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { label, body } of labelled(lines, chance)) {
    const template = templateOf(write(body, chance));
    add(byLabel, label);
    add(byTemplate, template);
    add(both, `${label}\n${template}`);
  }
  const right = pairs(both);
  return {
    labels: byLabel.size,
    templates: byTemplate.size,
    precision: right / pairs(byTemplate),
    recall: right / pairs(byLabel),
  };
}

function pairs(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}
