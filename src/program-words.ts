import path from 'node:path';
import { shellWord } from './reproduce.js';

/** How this program was called, so that a copied command calls it again: installed, in a project, or in a clone. */
export function programWords(script: string | undefined): readonly string[] {
  if (script === undefined || !script.endsWith('.js')) {
    return script?.includes(`${path.sep}node_modules${path.sep}.bin${path.sep}`) === true
      ? ['npx', 'canary-verdict']
      : ['canary-verdict'];
  }
  const below = path.relative('', script);
  return ['node', shellWord(below.startsWith('..') ? script : below)];
}
