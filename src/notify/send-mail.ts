import type { Mail } from './mail.js';
import { codeOf, NotSent, reasonOfCode } from './not-sent.js';
import type { Email } from './settings.js';

const FIRST_PAUSE_MS = 500;

/**
 * Hands a mail to an SMTP server; a busy or broken one is asked again.
 *
 * @throws NotSent when it was not taken, or not before `signal` was aborted.
 */
export async function sendMail(settings: Email, mail: Mail, signal: AbortSignal): Promise<void> {
  const { setTimeout: delay } = await import('node:timers/promises');
  for (let tries = 1; ; tries += 1) {
    try {
      return await trySending(settings, mail, signal);
    } catch (error) {
      if (signal.aborted) throw new NotSent('the time for all notifications is over');
      if (tries > settings.retries || isFinal(error)) throw refusal(error, settings);
      await delay(FIRST_PAUSE_MS * 2 ** (tries - 1), undefined, { signal }).catch(() => {});
    }
  }
}

async function trySending(settings: Email, mail: Mail, signal: AbortSignal): Promise<void> {
  const [{ createTransport }, { connect }] = await Promise.all([import('nodemailer'), import('node:net')]);
  const { host, port, tls, user, password, timeoutMs } = settings;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  patience.throwIfAborted();
  // A socket of our own can be ended at any moment; the library's would outlive the deadline.
  const socket = connect({ host, port });
  const cut = (): void => void socket.destroy(new DeadlineError());
  patience.addEventListener('abort', cut, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    const transport = createTransport({
      host,
      port,
      connection: socket,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(user !== null && { auth: { user, pass: password?.() ?? '' } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const sending = transport.sendMail({ ...mail, to: [...mail.to] });
    const ended = new Promise<never>((_, reject) => {
      patience.addEventListener('abort', () => reject(new DeadlineError()), { once: true });
    });
    await Promise.race([sending, ended]);
  } finally {
    patience.removeEventListener('abort', cut);
    socket.destroy();
  }
}

class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** The three digits an SMTP server answered with; 0 where it did not. */
function answerOf(error: unknown): number {
  return error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
    ? error.responseCode
    : 0;
}

/** A server that says 5xx means it, and neither passwords nor certificates become better by trying again. */
function isFinal(error: unknown): boolean {
  return answerOf(error) >= 500 || ['EAUTH', 'ETLS'].includes(codeOf(error)) || isAboutCertificate(error);
}

/** The library gives every failing socket the same code; what TLS said is in its message alone. */
function isAboutCertificate(error: unknown): boolean {
  return error instanceof Error && /certificate|self[- ]signed|altname/i.test(error.message);
}

function refusal(error: unknown, { timeoutMs }: Email): NotSent {
  if (error instanceof DeadlineError) return new NotSent(`no answer within ${timeoutMs / 1000} s`);
  const code = codeOf(error);
  if (isAboutCertificate(error)) {
    return new NotSent('its certificate is not trusted; name its authority in NODE_EXTRA_CA_CERTS');
  }
  if (code === 'ETLS') return new NotSent('it offers no TLS; only tls: none would send the mail in plain');
  const answer = error instanceof Error && 'response' in error ? String(error.response) : '';
  if (answer === '') return new NotSent(reasonOfCode(code));
  return new NotSent(`it answered ${answer.slice(0, 3)}`, answer.slice(4));
}
