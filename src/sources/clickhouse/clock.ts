import type { ServerClock } from '../source.js';
import { textValue, wholeNumber } from './answer.js';
import type { Engine } from './engine.js';
import type { SourceTools } from './retry.js';
import type { Settings } from './sql.js';

/** What the first question tells about a server. */
export interface Greeting extends ServerClock {
  /** The database of this connection. */
  readonly database: string;
  /** What the user's profile allows a query, by setting; 0 is no limit. */
  readonly profile: Readonly<Record<LimitName, number>>;
}

/** Our questions are small: what a server shall spend on one at most. */
const LIMITS: Readonly<Partial<Record<LimitName, number>>> = { max_execution_time: 110, max_result_rows: 1_000_000 };

const LIMIT_NAMES = ['max_execution_time', 'max_result_rows', 'max_rows_to_read'] as const;
type LimitName = (typeof LIMIT_NAMES)[number];

/** The settings that hold a server to our limits, and to those asked for, without loosening a stricter one of its own. */
export function limitsWithin(profile: Greeting['profile'], maxRows?: number): Settings {
  const ours = { ...LIMITS, ...(maxRows !== undefined && { max_rows_to_read: maxRows }) };
  const entries = LIMIT_NAMES.flatMap((name) => {
    const limit = ours[name];
    return limit === undefined || (profile[name] !== 0 && profile[name] <= limit) ? [] : [[name, limit] as const];
  });
  // An interrupted run leaves no query behind.
  return { ...Object.fromEntries(entries), cancel_http_readonly_queries_on_client_close: 1 };
}

/** Asks the server for its clock; the moment it holds for lies halfway between question and answer. */
export async function greet(engine: Engine, { now }: SourceTools, signal: AbortSignal): Promise<Greeting> {
  let askedMs = now();
  const sql = `SELECT toUnixTimestamp64Milli(now64(3)) AS now_ms, version() AS version, currentDatabase() AS database, ${LIMIT_NAMES.map((name) => `getSetting('${name}') AS ${name}`).join(', ')}`;
  // A failed try and the pause after it are not part of the way.
  const { rows } = await engine.ask({ sql, parameters: {} }, signal, { beforeTry: () => (askedMs = now()) });
  const measuredAtMs = Math.round((askedMs + now()) / 2);
  return {
    serverNowMs: wholeNumber(rows[0]?.['now_ms']),
    measuredAtMs,
    serverVersion: textValue(rows[0]?.['version']),
    database: textValue(rows[0]?.['database']),
    profile: {
      max_execution_time: Number(rows[0]?.['max_execution_time']),
      max_result_rows: Number(rows[0]?.['max_result_rows']),
      max_rows_to_read: Number(rows[0]?.['max_rows_to_read']),
    },
  };
}
