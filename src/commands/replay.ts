import { pipeline } from 'node:stream/promises';
import type { RawFlags } from '../config/settings.js';
import { readReplayConfig } from '../config/replay.js';
import { EXIT_CODE } from '../exit-codes.js';
import { bytesOf } from '../replay/input.js';
import { replayed } from '../replay/replay.js';
import type { World } from '../world.js';

/** `canary-verdict replay FILE`: judges recorded series as they come in, and answers the exit code: 2 if a line was bad. */
export async function replay(file: string, flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const config = readReplayConfig(file, flags);
  let badLines = 0;
  const tell = (problem: string): void => {
    badLines += 1;
    world.stderr.write(`error: ${problem}\n`);
  };
  const verdicts = replayed(
    bytesOf(file, () => world.stdin),
    config,
    tell,
  );
  try {
    // The stream itself, because only it can be waited for when the reader is slow.
    await pipeline(verdicts, world.stdoutStream, { signal, end: false });
  } catch (error) {
    signal.throwIfAborted();
    if (!isEndOfReader(error)) throw error;
  }
  if (badLines === 0) return EXIT_CODE.pass;
  world.stderr.write(`  ${badLines === 1 ? 'This line was' : `These ${badLines} lines were`} not judged. ${HINT}\n`);
  return EXIT_CODE.usage;
}

const HINT = 'Give a JSON object a line, like {"bucketSeconds":30,"before":[0,1,0],"after":[4,5,null]}, oldest first.';

/** A reader that closes its end, like `head`, has had enough. */
function isEndOfReader(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
  );
}
