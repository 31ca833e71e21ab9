import type { ServerClock } from '../source.js';
import { textValue, wholeNumber } from './answer.js';
import type { Engine } from './engine.js';
import type { SourceTools } from './retry.js';

/** What the first question tells about a server. */
export interface Greeting extends ServerClock {
  /** The database of this connection. */
  readonly database: string;
}

/** Asks the server for its clock; the moment it holds for lies halfway between question and answer. */
export async function greet(engine: Engine, { now }: SourceTools, signal: AbortSignal): Promise<Greeting> {
  let askedMs = now();
  const sql = 'SELECT toUnixTimestamp64Milli(now64(3)) AS now_ms, version() AS version, currentDatabase() AS database';
  // A failed try and the pause after it are not part of the way.
  const { rows } = await engine.ask({ sql, parameters: {} }, signal, { beforeTry: () => (askedMs = now()) });
  const measuredAtMs = Math.round((askedMs + now()) / 2);
  return {
    serverNowMs: wholeNumber(rows[0]?.['now_ms']),
    measuredAtMs,
    serverVersion: textValue(rows[0]?.['version']),
    database: textValue(rows[0]?.['database']),
  };
}
