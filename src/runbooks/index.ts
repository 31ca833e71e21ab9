import { baselines } from './baselines.js';
import { clocks } from './clocks.js';
import { connections } from './connections.js';
import { doubts } from './doubts.js';
import { endings } from './endings.js';
import { exposures } from './exposures.js';
import { messages } from './messages.js';
import { rises } from './rises.js';
import type { Runbook, RunbookCode } from './runbook.js';
import { silences } from './silences.js';
import { tables } from './tables.js';

export type { Runbook, Step } from './runbook.js';

/** Every runbook by its code, what judges find first: a forgotten code does not compile. */
const CONTENTS = {
  ...rises,
  ...messages,
  ...doubts,
  ...baselines,
  ...silences,
  ...exposures,
  ...clocks,
  ...connections,
  ...tables,
  ...endings,
} as const satisfies Record<RunbookCode, Omit<Runbook, 'code'>>;

/** Every runbook, in the order in which they are listed. */
export const runbooks: readonly Runbook[] = Object.entries(CONTENTS).map(
  ([code, { title, means, impact, diagnose, do: actions }]) => ({ code, title, means, impact, diagnose, do: actions }),
);

const BY_CODE: ReadonlyMap<string, Runbook> = new Map(runbooks.map((runbook) => [runbook.code, runbook]));

/** The runbook of a code; null for one that this version does not know, as in the report of a newer one. */
export function runbookFor(code: string): Runbook | null {
  return BY_CODE.get(code) ?? null;
}
