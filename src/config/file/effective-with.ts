import path from 'node:path';
import { UserError } from '../../errors.js';
import type { Effective } from '../effective.js';
import { layered, settingsOfEnv, settingsOfFlags, text, type Env, type RawFlags, type Settings } from '../settings.js';
import { resolveSecrets } from './interpolate.js';
import {
  checkAllServices,
  connectionIn,
  serviceIn,
  settingsOfConnection,
  settingsOfDefaults,
  settingsOfService,
} from './layers.js';
import { readConfigFile, type ConfigFile } from './read.js';
import { warningsOf } from './warnings.js';

/** What holds for a run with this configuration file. */
export function effectiveWith(given: string, rawFlags: RawFlags, env: Env, warn: (problem: string) => void): Effective {
  const file = readConfigFile(given);
  checkAllServices(file);
  for (const warning of warningsOf(file, { uid: process.getuid?.(), gid: process.getgid?.() })) warn(warning);
  const flags = settingsOfFlags(rawFlags);
  const service = serviceOf(file, flags);
  const { settings, connection } = layersOf(file, flags, env, service);
  const { hooks = {}, notify = [], runbooks = {}, reportUrl = null } = file.content;
  const acts = rawFlags['hooks'] !== false;
  return {
    flags,
    settings,
    file: { path: file.path, service, connection },
    hooks: acts ? hooks : {},
    notify: acts ? resolveSecrets(notify, ['notify'], file, env) : [],
    runbooks,
    reports: reportsOf(file, settings),
    reportUrl,
  };
}

function serviceOf(file: ConfigFile, flags: Settings): string | null {
  const asked = text(flags, 'service');
  const names = Object.keys(file.content.services ?? {});
  // A recorded series may be of any service, and needs none.
  if (flags['series'] !== undefined) return names.find((name) => name === asked) ?? null;
  const service = serviceIn(file, asked);
  if (service !== null || names.length === 0) return service;
  throw new UserError('no service is named', `Give --service with one of: ${names.slice(0, 20).join(', ')}.`);
}

interface Layers {
  readonly settings: Settings;
  readonly connection: string | null;
}

/** Flags before variables before the service before its connection before the defaults. */
function layersOf(file: ConfigFile, flags: Settings, env: Env, service: string | null): Layers {
  const variables = settingsOfEnv(env);
  const ofDefaults = settingsOfDefaults(file);
  const ofService = settingsOfService(file, service);
  // The name in the logs may be another than the one that was asked for.
  const { service: _asked, ...otherFlags } = flags;
  const ofFlags = service === null ? flags : otherFlags;
  const isChosen = flags['connection'] !== undefined;
  const elsewhere = ['url', 'logs', 'series'].find((key) => flags[key] !== undefined);
  if (isChosen && elsewhere !== undefined) {
    throw new UserError(`--connection and --${elsewhere} name two sources`, `Give only one of them.`);
  }
  // An address that comes from elsewhere gets nothing of a connection: its password is not for strangers.
  const isUsed = isChosen || (elsewhere === undefined && variables['url'] === undefined);
  const connection = isUsed ? connectionIn(file, layered(flags, ofService, ofDefaults)) : null;
  const ofConnection = settingsOfConnection(file, connection, env);
  if (!isChosen) return { settings: layered(ofFlags, variables, ofService, ofConnection, ofDefaults), connection };
  // A flag goes before variables, and so does what it chooses.
  const { passwordFile, ...others } = variables;
  const mayUseFile = passwordFile !== undefined && ofConnection['password'] === undefined;
  const below = mayUseFile ? variables : others;
  return { settings: layered(ofFlags, ofConnection, below, ofService, ofDefaults), connection };
}

function reportsOf(file: ConfigFile, settings: Settings): Readonly<Record<string, string>> {
  const reports = settings['reports']?.value ?? {};
  const folder = path.dirname(file.path);
  return Object.fromEntries(
    Object.entries(reports).map(([format, name]) => [format, path.resolve(folder, String(name))]),
  );
}
