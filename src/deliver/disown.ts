import { existsSync, realpathSync, statSync } from 'node:fs';
import type { Destinations } from '../config/destinations.js';
import type { Ending } from '../core/ending.js';
import { EXIT_CODE } from '../exit-codes.js';
import { rendered } from '../reporters/index.js';
import { IN_A_FILE } from '../reporters/options.js';
import type { World } from '../world.js';
import { requestsOf } from './ci-system.js';
import { piecesOf } from './pieces.js';
import { writeWhole } from './write.js';

/**
 * Says that there is no verdict in the files that this run is going to write and an earlier one has left: whatever ends this one on the
 * way, a typo, Ctrl-C, a crash or kill -9, nobody then takes the verdict of another release for its. A file that is not there needs no word, and
 * neither does an empty one.
 */
export async function disownEarlier(
  { service, format, outputFile, reports, seriesFile }: Destinations,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  const ending = notOver(service);
  const write = async (file: string, text: string): Promise<void> => {
    try {
      if (isLeftFromEarlier(file) && !isSameFile(file, seriesFile)) await writeWhole(file, text, world, signal);
    } catch {
      // What cannot be written now cannot be later, and is told then.
      signal.throwIfAborted();
    }
  };
  if (outputFile !== null) await write(outputFile, await rendered(ending, format, IN_A_FILE));
  for (const request of requestsOf(reports, world.env)) {
    for (const { text, place } of await piecesOf(ending, request, world.env)) {
      if (place.kind === 'file') await write(place.path, text);
    }
  }
}

function notOver(service: string | null): Ending {
  return {
    kind: 'failed',
    failure: {
      service,
      // Of what ends a run without a verdict the likeliest.
      exitCode: EXIT_CODE.SIGTERM,
      code: 'not-over',
      message: 'the run that judges this release was not over when this was written',
      hint: 'Look at its log: it still waits, or it ended without a verdict.',
    },
  };
}

/** Not a pipe, and not a device, which keep nothing. */
function isLeftFromEarlier(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return !file.startsWith('/dev/') && stats !== undefined && stats.isFile() && stats.size > 0;
}

function isSameFile(file: string, other: string | null): boolean {
  return other !== null && existsSync(other) && realpathSync(file) === realpathSync(other);
}
