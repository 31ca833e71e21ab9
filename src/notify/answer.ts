import { shortened } from '../core/text/cut.js';
import { oneLine } from '../core/text/one-line.js';
import type { NotSent } from './not-sent.js';
import type { Secret } from './settings.js';

/** Services say in a few words why they refuse; nobody reads more. */
const LONGEST_SHOWN = 300;
const MOST_LOOKED_AT = 2000;

/** So many signs of a secret in a row are its own, and no word of the service. */
const TELLING_LENGTH = 6;

/**
 * Why a notification was not sent, fit to be shown. The answer of a service may repeat what it was sent, in part (the path of an
 * address, the token behind `Bearer`, a beginning that was cut off): whatever has six signs in a row with a secret is left out.
 *
 * @param settings the secrets are the functions in it, at any depth.
 */
export function reasonShown({ message, answer }: NotSent, settings: object): string {
  const words = shortened(oneLine(withoutSecrets(answer, settings)), LONGEST_SHOWN);
  return words === '' ? message : `${message} (${words})`;
}

function withoutSecrets(answer: string, settings: object): string {
  const text = answer.slice(0, MOST_LOOKED_AT);
  const hidden = hiddenSigns(text, secretsOf(settings).flatMap(formsOf));
  let shown = '';
  hidden.forEach((isHidden, at) => {
    if (!isHidden) shown += text.charAt(at);
    else if (hidden[at - 1] !== true) shown += '***';
  });
  return shown;
}

function hiddenSigns(text: string, secrets: readonly string[]): readonly boolean[] {
  const hidden = Array.from({ length: text.length }, () => false);
  for (const secret of secrets) {
    const length = Math.min(TELLING_LENGTH, secret.length);
    const parts = new Set(Array.from({ length: secret.length - length + 1 }, (_, at) => secret.slice(at, at + length)));
    for (let at = 0; at + length <= text.length; at += 1) {
      if (parts.has(text.slice(at, at + length))) hidden.fill(true, at, at + length);
    }
  }
  return hidden;
}

/** How a secret may come back. Of an address the host is none: it says whose answer it is. */
function formsOf(secret: string): readonly string[] {
  const kept = URL.canParse(secret) ? secret.replace(/^[a-z]+:\/\/[^/?#]*\/?/i, '') : secret;
  return [kept, encodeURIComponent(kept), ...[0, 1, 2].map((at) => inBase64(kept, at))].filter((form) => form !== '');
}

/** The signs in Base64 that nothing but the secret makes, when it stands `at` bytes behind a multiple of three. */
function inBase64(secret: string, at: number): string {
  const whole = Buffer.from(' '.repeat(at) + secret).toString('base64');
  return whole.slice(at === 0 ? 0 : 4).replace(/.={1,2}$/, '');
}

function secretsOf(settings: object): readonly string[] {
  return Object.values(settings).flatMap((value: unknown) => {
    if (isSecret(value)) return [value()];
    return typeof value === 'object' && value !== null ? secretsOf(value) : [];
  });
}

function isSecret(value: unknown): value is Secret {
  return typeof value === 'function';
}
