import type { z } from 'zod';
import { configPath, withoutFile } from '../effective.js';
import { readServiceSettings } from '../judge-settings.js';
import { readColumns } from '../source.js';
import { settingsOfFlags, text, type Env, type RawFlags, type Settings } from '../settings.js';
import { connectionShape } from './connections.js';
import { meanings } from './key.js';
import { checkAllServices, serviceIn, shownSettingsOfConnection } from './layers.js';
import { layersOf } from './precedence.js';
import { readConfigFile, type ConfigFile } from './read.js';
import { maskedAddress } from './secret.js';
import { settingsShape } from './settings.js';
import { warningsOf } from './warnings.js';

/** A value that holds, and where it came from; secrets are masked. */
export interface Listed {
  readonly key: string;
  readonly value: unknown;
  readonly from: string;
}

/** All that holds for a service. JSON-safe. */
export interface Listing {
  /** Absolute; null where there is no configuration file. */
  readonly file: string | null;
  readonly service: string | null;
  readonly connection: string | null;
  /** Names under `services`. */
  readonly services: readonly string[];
  readonly values: readonly Listed[];
}

const BUILT_IN = 'built in';

const FLAGS_ALONE = new Set(['config', 'format']);

/**
 * Lists what holds, with what is built in. `warn` is told what is unsafe about the file.
 * @throws UserError for a file that is wrong; a variable that is not set is none, because nobody is asked.
 */
export function listEffective(rawFlags: RawFlags, env: Env, folder: string, warn: (problem: string) => void): Listing {
  const flagsGiven = Object.fromEntries(Object.entries(rawFlags).filter(([key]) => !FLAGS_ALONE.has(key)));
  const flags = settingsOfFlags(flagsGiven);
  const given = configPath(rawFlags, env, folder);
  if (given === null) {
    const values = valuesOf(masked(checked(withoutFile(flagsGiven, env).settings)));
    return { file: null, service: null, connection: null, services: [], values };
  }
  const file = readConfigFile(given);
  checkAllServices(file);
  for (const warning of warningsOf(file, { uid: process.getuid?.(), gid: process.getgid?.() })) warn(warning);
  const service = serviceIn(file, text(flags, 'service'));
  const shown = (connection: string) => shownSettingsOfConnection(file, connection);
  const { settings, connection } = layersOf(file, flags, env, service, shown);
  const values = [...valuesOf(masked(checked(settings))), ...sectionsOf(file)];
  return { file: file.path, service, connection, services: Object.keys(file.content.services ?? {}), values };
}

/** The settings as they are; a UserError for one that a judgement would refuse. */
function checked(settings: Settings): Settings {
  readServiceSettings(settings);
  readColumns(settings);
  return settings;
}

/** What comes from variables is as secret as what a file holds. */
function masked(settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, given]) => {
      if (given.layer === 'file') return [key, given];
      const value = key === 'password' ? '***' : key === 'url' ? maskedAddress(String(given.value)) : given.value;
      return [key, { ...given, value }];
    }),
  );
}

function valuesOf(settings: Settings): readonly Listed[] {
  const builtIn = new Map([...defaultsOf(connectionShape), ...defaultsOf(settingsShape)]);
  const keys = new Set(['service', ...builtIn.keys(), ...Object.keys(settings)]);
  return [...keys].flatMap((key) => {
    const given = settings[key];
    if (given !== undefined) return [{ key, value: given.value, from: given.place }];
    const value = builtIn.get(key);
    return value === undefined ? [] : [{ key, value, from: BUILT_IN }];
  });
}

function defaultsOf(shape: Readonly<Record<string, z.ZodExactOptional>>): readonly (readonly [string, string])[] {
  return Object.entries(shape).flatMap(([key, schema]) => {
    const meaning = meanings.get(schema.unwrap());
    return meaning === undefined ? [] : [[key, meaning.otherwise] as const];
  });
}

/** The sections that hold for every service, entry by entry. */
function sectionsOf(file: ConfigFile): readonly Listed[] {
  const { hooks = {}, notify = [], runbooks = {}, reportUrl } = file.content;
  const entry = (section: string, step: string | number, value: unknown): Listed => {
    const at = [section, step];
    const key = typeof step === 'number' ? `${section}[${step}]` : `${section}.${step}`;
    return { key, value, from: file.placeOf(at) };
  };
  return [
    ...Object.entries(hooks).map(([event, actions]) => entry('hooks', event, actions)),
    ...notify.map((notifier, index) => entry('notify', index, notifier)),
    ...Object.entries(runbooks).map(([code, page]) => entry('runbooks', code, page)),
    ...(reportUrl === undefined ? [] : [{ key: 'reportUrl', value: reportUrl, from: file.placeOf(['reportUrl']) }]),
  ];
}
