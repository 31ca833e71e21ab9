import path from 'node:path';
import { UserError } from '../../errors.js';
import type { Asking, Effective } from '../effective.js';
import { settingsOfFlags, text, type Env, type RawFlags, type Settings } from '../settings.js';
import { resolveSecrets } from './interpolate.js';
import { checkAllServices, serviceIn, settingsOfConnection } from './layers.js';
import type { NotifySection } from './notify.js';
import { layersOf } from './precedence.js';
import { readConfigFile, type ConfigFile } from './read.js';
import { Secret } from './secret.js';
import { warningsOf } from './warnings.js';

/** What holds for a run with this configuration file. */
export function effectiveWith(
  given: string,
  rawFlags: RawFlags,
  env: Env,
  warn: (problem: string) => void,
  asking: Asking,
): Effective {
  const file = readConfigFile(given);
  checkAllServices(file);
  for (const warning of warningsOf(file, { uid: process.getuid?.(), gid: process.getgid?.() })) warn(warning);
  const flags = settingsOfFlags(rawFlags);
  const service = serviceOf(file, flags, asking);
  const ofConnection = (name: string) => settingsOfConnection(file, name, env);
  const { settings, connection } = layersOf(file, flags, env, service, ofConnection);
  const { hooks = {}, notify = [], runbooks = {}, reportUrl = null } = file.content;
  const acts = rawFlags['hooks'] !== false;
  return {
    flags,
    settings,
    file: { path: file.path, service, connection },
    services: service === null ? Object.keys(file.content.services ?? {}) : [],
    hooks: acts ? hooks : {},
    notify: acts ? resolveSecrets(notify, ['notify'], file, env).map((entry) => withStateBeside(file, entry)) : [],
    runbooks,
    reports: reportsOf(file, settings),
    // In a pipeline the address is another one for every run.
    reportUrl: reportUrl && resolveSecrets(new Secret(reportUrl), ['reportUrl'], file, env),
  };
}

function serviceOf(file: ConfigFile, flags: Settings, asking: Asking): string | null {
  const asked = text(flags, 'service');
  const names = Object.keys(file.content.services ?? {});
  // A recorded series may be of any service, and needs none.
  if (flags['series'] !== undefined) return names.find((name) => name === asked) ?? null;
  const service = serviceIn(file, asked);
  if (service !== null || names.length === 0 || asking === 'any-service') return service;
  throw new UserError('no service is named', `Give --service with one of: ${names.slice(0, 20).join(', ')}.`);
}

/** Like every path of the file, that of a state is relative to it, wherever the pipeline stands. */
function withStateBeside(file: ConfigFile, entry: NotifySection[number]): NotifySection[number] {
  return entry.state === undefined ? entry : { ...entry, state: path.resolve(path.dirname(file.path), entry.state) };
}

function reportsOf(file: ConfigFile, settings: Settings): Readonly<Record<string, string>> {
  const reports = settings['reports']?.value ?? {};
  const folder = path.dirname(file.path);
  return Object.fromEntries(
    Object.entries(reports).map(([format, name]) => [format, path.resolve(folder, String(name))]),
  );
}
