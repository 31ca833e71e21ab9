import path from 'node:path';
import { UserError } from '../../errors.js';
import { nearestFirst } from '../../nearest.js';
import { readServiceSettings } from '../judge-settings.js';
import { layered, text, type Env, type Given, type Settings } from '../settings.js';
import type { Path } from './document.js';
import { resolveSecrets } from './interpolate.js';
import type { ConfigFile } from './read.js';
import { Secret } from './secret.js';

/** Keys whose values are files, or a folder behind `chdb:`; relative ones are relative to the configuration file. */
const FILES = new Set(['caCert', 'clientCert', 'clientKey']);

/** The entry of the service that was asked for, or the only one. Null where the file names no services. */
export function serviceIn({ content, path: file }: ConfigFile, asked: string | undefined): string | null {
  const names = Object.keys(content.services ?? {});
  if (asked === undefined) return names.length === 1 ? (names[0] ?? null) : null;
  if (names.length === 0 || names.includes(asked)) return names.length === 0 ? null : asked;
  const nearest = nearestFirst(names, asked).slice(0, 5);
  throw new UserError(
    `--service ${JSON.stringify(asked)} is not under services in ${path.relative('', file)}`,
    `Did you mean ${nearest.join(', ')}? An empty entry under services will do, and so will --no-config.`,
  );
}

/** The settings of a service, with nothing of its connection. */
export function settingsOfService(file: ConfigFile, service: string | null): Settings {
  if (service === null) return {};
  const at = ['services', service];
  const { name, ...rest } = file.content.services?.[service] ?? {};
  const place = file.placeOf(name === undefined ? at : [...at, 'name']);
  return { ...settingsOf(rest, at, file), service: { value: name ?? service, layer: 'file', place } };
}

/** The settings of all services. */
export function settingsOfDefaults(file: ConfigFile): Settings {
  return settingsOf(file.content.defaults ?? {}, ['defaults'], file);
}

/** The connection that the settings name, or the only one; null where the file has none. */
export function connectionIn({ content }: ConfigFile, settings: Settings): string | null {
  const names = Object.keys(content.connections ?? {});
  const asked = text(settings, 'connection');
  if (asked === undefined) return names.length === 1 ? (names[0] ?? null) : null;
  if (names.includes(asked)) return asked;
  const known = names.length === 0 ? 'There are none.' : `Known: ${nearestFirst(names, asked).slice(0, 5).join(', ')}.`;
  throw new UserError(
    `${settings['connection']?.place ?? ''} names the connection ${JSON.stringify(asked)}, which is not there`,
    `Name one under connections. ${known}`,
  );
}

/** The settings of a connection, with its secrets. */
export function settingsOfConnection(file: ConfigFile, connection: string, env: Env): Settings {
  const at = ['connections', connection];
  return settingsOf(resolveSecrets(file.content.connections?.[connection] ?? {}, at, file, env), at, file);
}

/** The settings of a connection as they may be shown. */
export function shownSettingsOfConnection(file: ConfigFile, connection: string): Settings {
  const shown = Object.entries(file.content.connections?.[connection] ?? {}).map(([key, value]) => {
    return [key, value instanceof Secret ? value.masked() : value] as const;
  });
  return settingsOf(Object.fromEntries(shown), ['connections', connection], file);
}

/**
 * Reads every value of every service, also of those that are not judged now.
 * @throws UserError naming the key and line of the first one that is wrong.
 */
export function checkAllServices(file: ConfigFile): void {
  const defaults = settingsOfDefaults(file);
  readServiceSettings(defaults);
  connectionIn(file, defaults);
  for (const service of Object.keys(file.content.services ?? {})) {
    const settings = layered(settingsOfService(file, service), defaults);
    readServiceSettings(settings);
    connectionIn(file, settings);
  }
  for (const [name, connection] of Object.entries(file.content.connections ?? {})) {
    readServiceSettings(settingsOf(connection, ['connections', name], file));
  }
}

/** The values of a map of the file as the texts that flags would be. */
function settingsOf(map: object, at: Path, file: ConfigFile): Settings {
  return Object.fromEntries(
    Object.entries(map)
      .filter(([, value]) => value !== undefined && !(value instanceof Secret))
      .map(([key, value]: [string, unknown]) => [key, given(key, value, [...at, key], file)]),
  );
}

function given(key: string, value: unknown, at: Path, file: ConfigFile): Given {
  const folder = path.dirname(file.path);
  const asText = typeof value === 'number' ? String(value) : value;
  return {
    value: typeof asText === 'string' ? located(key, asText, folder) : asText,
    layer: 'file',
    place: file.placeOf(at),
  };
}

function located(key: string, value: string, folder: string): string {
  if (FILES.has(key)) return path.resolve(folder, value);
  if (key !== 'url' || !value.startsWith('chdb:')) return value;
  const folderOfData = value.slice('chdb:'.length).replace(/^\/\/(?=\/)/, '');
  return folderOfData === '' ? value : `chdb:${path.resolve(folder, folderOfData)}`;
}
