/** Flags as the command line parser hands them over: nothing is known about them yet. */
export type RawFlags = Readonly<Record<string, unknown>>;

export type Env = Readonly<Record<string, string | undefined>>;

/** Who gave a value, the strongest first. */
export type Layer = 'flag' | 'variable' | 'file';

/** One value as it was given, not yet understood. */
export interface Given {
  readonly value: unknown;
  readonly layer: Layer;
  /** Where a person finds it: `--wait`, `CLICKHOUSE_URL` or `services.payments.wait (canary-verdict.yaml:12)`. */
  readonly place: string;
}

/** What was given, by the name of the flag in camel case, whoever gave it. */
export type Settings = Readonly<Record<string, Given>>;

export function settingsOfFlags(flags: RawFlags): Settings {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([key, value]) => [key, { value, layer: 'flag', place: flagOf(key, value) } as const]),
  );
}

/** What the variables of ClickHouse's own clients say; an empty one says nothing, except that a password is empty. */
export function settingsOfEnv(env: Env): Settings {
  const found: Record<string, Given> = {};
  const add = (key: string, variable: string, value = env[variable]): void => {
    if (value !== undefined && (value !== '' || key === 'password')) {
      found[key] ??= { value, layer: 'variable', place: variable };
    }
  };
  add('url', 'CLICKHOUSE_URL');
  add('url', 'CLICKHOUSE_HOST', hostAsUrl(env['CLICKHOUSE_HOST']));
  add('user', 'CLICKHOUSE_USER');
  add('password', 'CLICKHOUSE_PASSWORD');
  add('passwordFile', 'CLICKHOUSE_PASSWORD_FILE');
  add('database', 'CLICKHOUSE_DATABASE');
  return found;
}

/** CLICKHOUSE_HOST is a bare host for the official client, an address for some scripts: both work. */
function hostAsUrl(host: string | undefined): string | undefined {
  if (host === undefined || host === '' || host.includes('://')) return host;
  return /:\d+$/.test(host) ? `http://${host}` : `http://${host}:8123`;
}

/** Each value of the first layer that has it, the strongest layer first. */
export function layered(...layers: readonly Settings[]): Settings {
  return Object.fromEntries(layers.toReversed().flatMap((layer) => Object.entries(layer)));
}

/** The text of a setting; undefined where nobody gave it. */
export function text(settings: Settings, key: string): string | undefined {
  const value = settings[key]?.value;
  if (value === undefined || typeof value === 'string') return value;
  throw new TypeError(`setting ${key} is not text: ${typeof value}`);
}

/** The texts of a setting that may be given more than once; empty where nobody gave it. */
export function texts(settings: Settings, key: string): readonly string[] {
  const value = [settings[key]?.value ?? []].flat();
  if (value.every((item) => typeof item === 'string')) return value;
  throw new TypeError(`setting ${key} is not a list of texts`);
}

/** Whether a setting that is true or false is true. */
export function isSet(settings: Settings, key: string): boolean {
  return settings[key]?.value === true;
}

/** Where a setting was given, or its flag where nobody did: what messages call it. */
export function placeOf(settings: Settings, key: string): string {
  return settings[key]?.place ?? flagOf(key);
}

/** `canaryShare` as `--canary-share`; a flag that was turned off as `--no-early`. */
function flagOf(key: string, value?: unknown): string {
  const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return value === false ? `--no-${name}` : `--${name}`;
}
