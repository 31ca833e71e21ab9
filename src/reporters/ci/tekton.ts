import { factsOf } from './facts.js';
import type { Ending } from '../../core/ending.js';
import { type Piece, TEKTON_RESULTS } from './piece.js';

/**
 * Tekton: a file a result, without a line break at its end. All of them, with Tekton's own notes, must fit into 4096 bytes.
 * Contract: https://tekton.dev/docs/pipelines/tasks/#emitting-results
 */
export function tektonReport(ending: Ending): readonly Piece[] {
  return factsOf(ending).map(({ name, value }) => ({
    name,
    text: value,
    place: { kind: 'file', path: `${TEKTON_RESULTS}/${name}` },
  }));
}
