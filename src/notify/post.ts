import { codeOf, isCertificateProblem, NotSent, reasonOfCode } from './not-sent.js';
import type { HttpRequest } from './telling.js';

interface Patience {
  readonly timeoutMs: number;
  readonly retries: number;
}

/** A longer wait than this is refused: whoever asks for it gets no second try. */
const LONGEST_RETRY_AFTER_MS = 10_000;

/** Nobody reads more of an answer, and some never end. */
const MOST_READ = 300;
const ANSWER_TIMEOUT_MS = 1000;

const BUSY_OR_BROKEN = [408, 429, 500, 502, 503, 504];

/**
 * Posts a request; a busy or broken service is asked again. Redirects are refused: they would carry address, headers and
 * message to a host that nobody named.
 *
 * @throws NotSent when it did not arrive, or not before `signal` was aborted.
 */
export async function post(request: HttpRequest, { timeoutMs, retries }: Patience, signal: AbortSignal): Promise<void> {
  const { default: ky, HTTPError, TimeoutError } = await import('ky');
  try {
    const response = await ky.post(request.url, {
      body: request.body,
      headers: { 'user-agent': 'canary-verdict', ...request.headers },
      redirect: 'manual',
      signal,
      timeout: timeoutMs,
      retry: {
        limit: retries,
        methods: ['post'],
        statusCodes: BUSY_OR_BROKEN,
        afterStatusCodes: BUSY_OR_BROKEN,
        maxRetryAfter: LONGEST_RETRY_AFTER_MS,
        shouldRetry: ({ error }) => {
          if (error instanceof HTTPError) return asksForTooLong(error.response) ? false : undefined;
          return isCertificateProblem(codeOf(error)) ? false : undefined;
        },
      },
    });
    await response.body?.cancel();
  } catch (error) {
    if (signal.aborted) throw new NotSent('the time for all notifications is over');
    if (error instanceof TimeoutError) throw new NotSent(`no answer within ${timeoutMs / 1000} s`);
    if (error instanceof HTTPError) throw await refusal(error.response, signal);
    throw new NotSent(reasonOfCode(codeOf(error)));
  }
}

function asksForTooLong(response: Response): boolean {
  const wanted = response.headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(wanted) ? Number(wanted) * 1000 : Date.parse(wanted) - Date.now();
  return ms > LONGEST_RETRY_AFTER_MS;
}

async function refusal(response: Response, signal: AbortSignal): Promise<NotSent> {
  const { status } = response;
  if (status < 300 || status >= 400) {
    return new NotSent(`it answered ${status}`, await beginningOf(response, signal), status);
  }
  await response.body?.cancel();
  return new NotSent(
    `it answered ${status}, a redirect, which is not followed because the message is for the given address alone`,
  );
}

/** The first bytes of an answer, as far as they come in time. */
async function beginningOf(response: Response, signal: AbortSignal): Promise<string> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  const enough = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
  const stop = (): void => void reader.cancel().catch(() => {});
  enough.addEventListener('abort', stop, { once: true });
  let text = '';
  try {
    while (text.length < MOST_READ) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // Half an answer is enough.
  } finally {
    enough.removeEventListener('abort', stop);
    stop();
  }
  return text;
}
