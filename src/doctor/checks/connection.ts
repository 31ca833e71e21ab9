import { SourceError } from '../../errors.js';
import type { SourceErrorCode } from '../../errors.js';
import { EXIT_CODE } from '../../exit-codes.js';
import type { Check, Told } from '../check.js';
import type { Patient } from '../patient.js';

/** Ways to fail that the secure connection or the login is to blame for; any other is about reaching the server. */
const TLS: readonly SourceErrorCode[] = ['tls'];
const LOGIN: readonly SourceErrorCode[] = ['login', 'missing-grant', 'unknown-database'];

/** Whether anything that speaks ClickHouse answers at the address. */
export const reach: Check = {
  name: 'reach',
  needs: [],
  async ask(patient) {
    const failure = await failureOf(patient);
    if (failure !== null && ![...TLS, ...LOGIN].includes(failure.code)) throw failure;
    return { status: 'ok', says: `${placeOf(patient)} answers` };
  },
};

/** Whether the way there is safe. */
export const tls: Check = {
  name: 'tls',
  needs: ['reach'],
  async ask(patient): Promise<Told> {
    const failure = await failureOf(patient);
    if (failure !== null && TLS.includes(failure.code)) throw failure;
    const { settings } = patient;
    if (settings.kind === 'chdb') return { status: 'ok', says: 'the engine runs in this process' };
    const { protocol, hostname } = new URL(settings.url);
    if (protocol === 'https:') return { status: 'ok', says: 'https, and the certificate is trusted' };
    if (isLoopback(hostname)) return { status: 'ok', says: 'plain http, on this machine alone' };
    return {
      status: 'warning',
      says: `plain http to ${hostname}: ${settings.password === undefined ? 'log counts are' : 'the password is'} readable on the way`,
      fix: 'Use https://HOST:8443 where the server offers it, with --ca-cert FILE for an authority of your own.',
    };
  },
};

/** Whether the user may come in, and which server it is. */
export const login: Check = {
  name: 'login',
  needs: ['reach', 'tls'],
  async ask(patient) {
    const { serverVersion, database } = await patient.greeting();
    const user = patient.settings.kind === 'chdb' ? '' : ` as ${patient.settings.username ?? 'default'}`;
    const [major = 0] = serverVersion.split('.').map(Number);
    const values = { serverVersion, database };
    if (major >= OLDEST_MAJOR)
      return { status: 'ok', says: `ClickHouse ${serverVersion}${user}, database ${database}`, values };
    return {
      status: 'failure',
      says: `ClickHouse ${serverVersion} is too old: queries carry parameters, which it does not know`,
      fix: `Use ClickHouse ${OLDEST_MAJOR}.3 or later.`,
      code: EXIT_CODE.sourceFailed,
      values,
    };
  },
};

/** The oldest year of releases that the queries were written for. */
const OLDEST_MAJOR = 22;

async function failureOf(patient: Patient): Promise<SourceError | null> {
  try {
    await patient.greeting();
    return null;
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
}

function placeOf({ settings }: Patient): string {
  return settings.kind === 'chdb' ? settings.path : new URL(settings.url).host;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
