import type { Notice } from '../core/notice.js';
import type { Message } from './message.js';

/** What one notification is made of. */
export interface Telling {
  readonly notice: Notice;
  readonly message: Message;
  /** The report, or why there is none, as JSON. */
  readonly json: string;
  /** The same for every run of the same service in the same environment: what is opened under it can be closed. */
  readonly key: string;
  /** The moment of telling, in epoch milliseconds. */
  readonly nowMs: number;
}

/** A request to post. */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request with a JSON body. */
export function jsonRequest(url: string, content: unknown, headers: HttpRequest['headers'] = {}): HttpRequest {
  return { url, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(content) };
}
