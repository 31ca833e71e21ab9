import type { Secret, SecretHeaders } from './settings.js';

/** The headers with their values. */
export function revealed(headers: SecretHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, secret]) => [name, secret()]));
}

/** A path below an address, which may end with a slash. */
export function below(address: Secret, path: string): string {
  return `${address().replace(/\/+$/, '')}${path}`;
}
