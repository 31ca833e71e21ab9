import type { Ending } from '../../core/ending.js';

/** One of the texts that a CI system takes, and where it looks for it. */
export interface Piece {
  /** Name of its file when `--report NAME=FOLDER` names a folder. */
  readonly name: string;
  readonly text: string;
  readonly place: Place;
}

/** Where a CI system looks for a text when no folder is named. */
export type Place =
  /** The log of the step; not stdout, which is the report's alone: these systems read both. */
  | { readonly kind: 'log' }
  /** A file in the working folder or with a fixed path. */
  | { readonly kind: 'file'; readonly path: string }
  /** A file that other steps write to as well, named by an environment variable. */
  | { readonly kind: 'append'; readonly variable: string };

/** Where a CI reporter's texts will go, for those that must name their own files. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of `--report NAME=FOLDER`, absolute; null where each text goes to its place. */
  readonly folder: string | null;
}

/** Maps a run to the texts that one CI system takes. */
export type CiReporter = (ending: Ending, surroundings: Surroundings) => readonly Piece[];

/** Where every step of a Tekton task leaves its results; it exists nowhere else. */
export const TEKTON_RESULTS = '/tekton/results';
