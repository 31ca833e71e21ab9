import { createHmac } from 'node:crypto';
import { revealed } from './secrets.js';
import type { Webhook } from './settings.js';
import type { HttpRequest, Telling } from './telling.js';

/**
 * The JSON report to any address. With a secret it is signed: `X-Canary-Verdict-Signature` is `sha256=` and the hex
 * HMAC-SHA256 of the timestamp, a full stop and the body, so that neither can be changed and an old one not be replayed.
 */
export function webhookRequest({ url, secret, headers }: Webhook, { message, json, nowMs }: Telling): HttpRequest {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signature = secret && createHmac('sha256', secret()).update(`${timestamp}.${json}`).digest('hex');
  return {
    url: url(),
    headers: {
      'content-type': 'application/json',
      'x-canary-verdict-event': message.event,
      'x-canary-verdict-timestamp': timestamp,
      ...(signature !== null && { 'x-canary-verdict-signature': `sha256=${signature}` }),
      ...revealed(headers),
    },
    body: json,
  };
}
