import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withoutFile } from '../config/effective.js';
import { readDuration } from '../config/readers.js';
import { isSet, text, type RawFlags, type Settings } from '../config/settings.js';
import { readOrigin } from '../config/source.js';
import { withDeadline } from '../deadline.js';
import { UserError } from '../errors.js';
import { EXIT_CODE } from '../exit-codes.js';
import { oneLine } from '../core/text/one-line.js';
import { reasonOf } from '../file-errors.js';
import { terminalAsker, type Asker, type Choice } from '../init/ask.js';
import { choose, known } from '../init/choose.js';
import { configText } from '../init/config-text.js';
import { connectionFor } from '../init/connection.js';
import { programWords } from '../program-words.js';
import { shellWord } from '../reproduce.js';
import type { Candidate } from '../sources/clickhouse/survey.js';
import type { EmbeddedSettings, ServerSettings } from '../sources/settings.js';
import type { World } from '../world.js';

const FILE = 'canary-verdict.yaml';
const USUAL_TIMEOUT_MS = 60_000;
const HOUR_MS = 3_600_000;

/** `canary-verdict init`: finds the log table and the service, writes a first configuration file, and says how to go on. */
export async function init(flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const { settings: given } = withoutFile(flags, world.env);
  const file = text(given, 'out') ?? FILE;
  const mayReplace = isSet(given, 'force');
  if (!mayReplace && existsSync(file)) {
    throw new UserError(`${file} is there already`, 'Give --force to replace it, or --out FILE for another.');
  }
  const takesFirst = isSet(given, 'yes');
  const asker = askerOf(world, signal, takesFirst);
  const settings = await withUrl(given, asker);
  const source = sourceOf(settings);
  const timeoutMs = readDuration(given, 'timeout') ?? USUAL_TIMEOUT_MS;

  const found = await inTime(timeoutMs, signal, (limited) => candidates(source, world, limited));
  const say = (line: string, indent = '') => world.stdout.write(`${indent}${oneLine(line)}\n`);
  say('Recognised:');
  const whys = found.map(({ title, reasons }) => [title, ...reasons].join('; '));
  for (const [index, one] of found.entries()) {
    const why = whys[index] ?? '';
    say(`- ${nameOf(one)}: ${why === whys[index - 1] ? 'the same' : why}`);
  }
  const wanted = await choose({
    flag: '--table',
    what: 'log table',
    given: undefined,
    choices: found.map((one): Choice => ({ value: nameOf(one), description: one.title })),
    takesFirst,
    asker,
  });
  const { title, database, table } = found.find((one) => nameOf(one) === wanted) ?? { title: '', table: wanted };
  const { layout, metric, columns } = source;
  const target = {
    ...(database !== undefined && { database }),
    table,
    ...(layout && { layout }),
    ...(metric && { metric }),
    columns,
  };

  const services = await servicesIn({ ...source, ...target }, world, timeoutMs, signal);
  const asked = text(given, 'service');
  const service = await choose({
    flag: '--service',
    what: 'service',
    given: asked,
    choices: known(services, asked, '--service'),
    takesFirst,
    asker,
  });
  const connection = connectionFor(source, settings, path.dirname(path.resolve(file)));
  write(file, configText({ connection, table: target, service, title }), mayReplace);
  const program = programWords(world.script).join(' ');
  const inPlace = path.resolve(file) === path.resolve(FILE) ? '' : ` --config ${shellWord(file)}`;
  say('');
  say(`Wrote ${file}. Judge the last release, as if it had been ten minutes ago:`);
  say('');
  say(`${program} judge${inPlace} --service ${shellWord(service)} --released-at -10m`, '  ');
  say('');
  say(`${program} doctor${inPlace} tells what else there is to know before you rely on it.`);
  return EXIT_CODE.pass;
}

/** The table that was named, or all that are recognised. */
async function candidates(
  source: ServerSettings | EmbeddedSettings,
  world: World,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const { recogniseNamed, survey } = await import('../sources/clickhouse/survey.js');
  if (source.table !== undefined) return [await recogniseNamed(source, world, signal)];
  if (Object.keys(source.columns).length > 0) {
    throw new UserError('columns of which table?', 'Give --table NAME beside --columns.');
  }
  const found = await survey(source, world, signal);
  if (found.length > 0) return found;
  const where = source.database === undefined ? '' : ` in the database ${source.database}`;
  throw new UserError(
    `no log table was recognised${where}`,
    'Give --table NAME, and --columns if its columns have names of their own.',
  );
}

function nameOf({ database, table }: Pick<Candidate, 'database' | 'table'>): string {
  return database === undefined ? table : `${database}.${table}`;
}

/** Null where nobody is there to be asked, or nobody wants to be. */
function askerOf(world: World, signal: AbortSignal, saysYes: boolean): Asker | null {
  const canAsk = world.stderr.isTTY === true && 'isTTY' in world.stdin && world.stdin.isTTY === true;
  return canAsk && !saysYes ? terminalAsker(process.stderr, signal) : null;
}

async function withUrl(settings: Settings, asker: Asker | null): Promise<Settings> {
  if (settings['url'] !== undefined || asker === null) return settings;
  const value = await asker.text('Where is ClickHouse?', 'http://localhost:8123');
  return { ...settings, url: { value, layer: 'flag', place: '--url' } };
}

function sourceOf(settings: Settings): ServerSettings | EmbeddedSettings {
  const origin = readOrigin(settings);
  if (origin.kind === 'clickhouse' || origin.kind === 'chdb') return origin;
  throw new UserError(
    'log files and recorded series need no configuration',
    'Give --url http://HOST:8123 or --url chdb:PATH.',
  );
}

/** Services that logged in the last hour, most lines first. */
async function servicesIn(
  source: ServerSettings | EmbeddedSettings,
  world: World,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<readonly Choice[]> {
  const { openLogSource } = await import('../sources/clickhouse/index.js');
  const logs = await openLogSource(source, { service: '', level: 'ERROR', canary: [] }, world);
  try {
    return await inTime(timeoutMs, signal, async (limited) => {
      const { serverNowMs } = await logs.connect(limited);
      const { services } = await logs.surroundings({ fromMs: serverNowMs - HOUR_MS, toMs: serverNowMs }, limited);
      return services.filter((name) => name !== '').map((value) => ({ value, description: 'logged in the last hour' }));
    });
  } finally {
    await logs.close();
  }
}

async function inTime<T>(ms: number, signal: AbortSignal, ask: (limited: AbortSignal) => Promise<T>): Promise<T> {
  return await withDeadline({ ms, flag: '--timeout', doing: 'looking at the tables' }, signal, ask);
}

function write(file: string, content: string, mayReplace: boolean): void {
  try {
    writeFileSync(file, content, { flag: mayReplace ? 'w' : 'wx', mode: 0o644 });
  } catch (cause) {
    throw new UserError(`cannot write ${file}: ${reasonOf(cause)}`, 'Give --out FILE in a folder that exists.', {
      cause,
    });
  }
}
