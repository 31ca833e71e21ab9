import { UserError } from '../../errors.js';
import { layered, settingsOfEnv, type Env, type Settings } from '../settings.js';
import { connectionIn, settingsOfDefaults, settingsOfService } from './layers.js';
import type { ConfigFile } from './read.js';

/** What holds, and the connection that is asked; null where flags or variables say whom to ask, or nobody does. */
export interface Layers {
  readonly settings: Settings;
  readonly connection: string | null;
}

/**
 * Flags before variables before the service before its connection before the defaults.
 * @throws UserError where flags name two sources, or a connection that is not there.
 */
export function layersOf(
  file: ConfigFile,
  flags: Settings,
  env: Env,
  service: string | null,
  settingsOf: (connection: string) => Settings,
): Layers {
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
  const ofConnection = connection === null ? {} : settingsOf(connection);
  if (!isChosen) return { settings: layered(ofFlags, variables, ofService, ofConnection, ofDefaults), connection };
  // A flag goes before variables, and so does what it chooses.
  const { passwordFile, ...others } = variables;
  const mayUseFile = passwordFile !== undefined && ofConnection['password'] === undefined;
  const below = mayUseFile ? variables : others;
  return { settings: layered(ofFlags, ofConnection, below, ofService, ofDefaults), connection };
}
