import path from 'node:path';
import { text, type Settings } from '../config/settings.js';
import type { EmbeddedSettings, ServerSettings } from '../sources/settings.js';
import type { FirstConfig } from './config-text.js';

/** The connection as the file says it: files from its own folder, and where the password is instead of what it is. */
export function connectionFor(
  source: ServerSettings | EmbeddedSettings,
  given: Settings,
  folder: string,
): FirstConfig['connection'] {
  const beside = (file: string): string => {
    const relative = path.relative(folder, path.resolve(file));
    return relative.startsWith('..') ? relative : `./${relative}`;
  };
  if (source.kind === 'chdb') return { url: `chdb:${beside(source.path)}` };
  const passwordFile = text(given, 'passwordFile');
  const password = passwordFile === undefined ? '${CLICKHOUSE_PASSWORD}' : `file:${beside(passwordFile)}`;
  const files = ['caCert', 'clientCert', 'clientKey'].flatMap((key) => {
    const file = text(given, key);
    return file === undefined ? [] : [[key, beside(file)] as const];
  });
  return {
    url: source.url,
    ...(source.username !== undefined && { user: source.username }),
    ...(source.password !== undefined && { password }),
    ...Object.fromEntries(files),
  };
}
