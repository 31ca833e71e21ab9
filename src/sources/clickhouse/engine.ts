import type { ClickHouseClient } from '@clickhouse/client';
import { UserError } from '../../errors.js';
import { exceptionWithin, NotAnAnswer, parseAnswer, type Answer } from './answer.js';
import type { Tried } from './explained.js';
import { AskError, failureOfAnswer, failureOfError } from './failures.js';
import { retrying, type SourceTools } from './retry.js';
import type { Query, Settings } from './sql.js';

/** Asks one engine, server or embedded, and answers with a whole result or an AskError. */
export interface Engine {
  ask(query: Query, signal: AbortSignal, options?: AskOptions): Promise<Answer>;
  /** Settings to send with every question from now on; dropped for good once the server refuses them. */
  limit(settings: Settings): void;
  close(): Promise<void>;
}

export interface AskOptions {
  /** Settings the answer depends on, such as how files are read. */
  readonly settings?: Settings;
  /** Called before each try. */
  readonly beforeTry?: () => void;
}

/** Refusals of a setting: by readonly=1, which allows none at all, by a constraint on it, by a server that does not know it. */
const SETTING_REFUSED = new Set([164, 452, 115]);

/** The most a result may hold, and the most of a failure that is worth reading: a page from a proxy may be endless. */
const MOST_BYTES = 32 * 2 ** 20;
const MOST_BYTES_OF_FAILURE = 64 * 1024;

/** An engine over a client that `open` makes with the first question. */
export function createEngine(open: () => Promise<ClickHouseClient>, tried: Tried, tools: SourceTools): Engine {
  let opening: Promise<ClickHouseClient> | undefined;
  let limits: Settings = {};
  let mayLimit = true;
  const isEmbedded = tried.scheme === 'chdb' || tried.scheme === 'file';

  async function opened(): Promise<ClickHouseClient> {
    try {
      return await (opening ??= open());
    } catch (error) {
      throw error instanceof UserError ? error : failureOfError(error, tried);
    }
  }

  async function attempt(
    client: ClickHouseClient,
    query: Query,
    signal: AbortSignal,
    settings: Settings,
  ): Promise<Answer> {
    signal.throwIfAborted();
    // exec, not query: it tells the status and the headers, and leaves it to us how much of a failure to read.
    const {
      stream,
      http_status_code: status = 200,
      response_headers: headers,
    } = await client.exec({
      query: `${query.sql}\nFORMAT JSON`,
      query_params: { ...query.parameters },
      clickhouse_settings: settings,
      abort_signal: signal,
      ignore_error_response: true,
    });
    const isResult = status === 200 && headers['x-clickhouse-exception-code'] === undefined;
    const body = await readBody(stream, isResult ? MOST_BYTES : MOST_BYTES_OF_FAILURE, signal);
    if (!isResult) throw failureOfAnswer({ status, headers, body }, tried);
    try {
      return parseAnswer(body);
    } catch (error) {
      if (!(error instanceof NotAnAnswer)) throw error;
      throw failureOfAnswer(
        { status, headers, body: exceptionWithin(body) ? body : body.slice(0, MOST_BYTES_OF_FAILURE) },
        tried,
      );
    }
  }

  return {
    async ask(query, signal, { settings = {}, beforeTry } = {}) {
      signal.throwIfAborted();
      const client = await opened();
      const once = async (): Promise<Answer> => {
        try {
          beforeTry?.();
          return await attempt(
            client,
            query,
            signal,
            mayLimit ? { ...limits, ...query.settings, ...settings } : settings,
          );
        } catch (error) {
          signal.throwIfAborted();
          const failure = failureOfError(error, tried);
          if (failure.exception !== null && isEmbedded) await discardRest(client);
          throw failure;
        }
      };
      const withOrWithoutLimits = async (): Promise<Answer> => {
        try {
          return await once();
        } catch (error) {
          const isRefused = error instanceof AskError && SETTING_REFUSED.has(error.exception ?? 0);
          if (!mayLimit || !isRefused) throw error;
          mayLimit = false;
          return await once();
        }
      };
      const triesFor = (error: unknown) => (error instanceof AskError ? error.tries : 1);
      return await retrying(withOrWithoutLimits, triesFor, tools, signal);
    },
    limit(settings) {
      limits = settings;
    },
    async close() {
      const client = await opening?.catch(() => undefined);
      await client?.close();
    },
  };
}

/** Reads a body to its end or to the most that is wanted; an abort ends it at once. */
async function readBody(
  stream: NodeJS.ReadableStream & { destroy(error?: Error): unknown },
  mostBytes: number,
  signal: AbortSignal,
): Promise<string> {
  const onAbort = (): void => void stream.destroy(new Error('aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of stream) {
      const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      chunks.push(part);
      bytes += part.length;
      // Leaving the loop destroys the stream, and with it the connection.
      if (bytes >= mostBytes) break;
    }
    signal.throwIfAborted();
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** chdb 3.4 keeps what a failed query had written and puts it in front of the next result: this takes it away. */
async function discardRest(client: ClickHouseClient): Promise<void> {
  const { stream } = await client.exec({ query: 'SELECT 1' });
  stream.resume();
}
