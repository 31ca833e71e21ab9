import { UserError } from '../errors.js';
import { HOOK_DEFAULTS, MOST_RETRIES, type Hook } from '../hooks/hook.js';
import { splitCommand } from '../hooks/split-command.js';
import { duration, quoted } from './fields.js';
import type { HooksSection } from './file/hooks.js';
import { readDuration } from './readers.js';
import { placeOf, text, texts, type Settings } from './settings.js';

const OCCASIONS = [
  { on: 'rollback', key: 'onRollback' },
  { on: 'pass', key: 'onPass' },
  { on: 'inconclusive', key: 'onInconclusive' },
  { on: 'error', key: 'onError' },
] as const;

type Action = NonNullable<HooksSection['onRollback']>[number];

/**
 * The hooks of flags and of the file. As everywhere a flag wins: `--on-rollback` replaces the file's hooks for a rollback.
 *
 * @throws UserError naming the flag or the key that cannot be understood.
 */
export function readHooks(section: HooksSection, settings: Settings): readonly Hook[] {
  if (settings['hooks']?.value === false) return [];
  const usual = {
    timeoutMs: readDuration(settings, 'hookTimeout') ?? HOOK_DEFAULTS.timeoutMs,
    retries: readRetries(settings) ?? HOOK_DEFAULTS.retries,
  };
  return OCCASIONS.flatMap(({ on, key }): readonly Hook[] => {
    const commands = texts(settings, key);
    const place = placeOf(settings, key);
    if (commands.length > 0) {
      return commands.map((command) => Object.assign({ on, command: splitCommand(place, command) }, usual));
    }
    return (section[key] ?? []).map((action, index) => hookOf(action, `hooks.${key}[${index}]`, { on, ...usual }));
  });
}

function readRetries(settings: Settings): number | null {
  const value = text(settings, 'hookRetries');
  if (value === undefined) return null;
  if (/^\d+$/.test(value) && Number(value) <= MOST_RETRIES) return Number(value);
  const place = placeOf(settings, 'hookRetries');
  throw new UserError(
    `${place} ${quoted(value)} is not a number of tries`,
    `Give ${place} a whole number from 0 to ${MOST_RETRIES}.`,
  );
}

function hookOf(action: Action, place: string, usual: Omit<Hook, 'command'>): Hook {
  const { run, shell, timeout, retries } = action;
  return {
    on: usual.on,
    command: run === undefined ? { shell: shell ?? '' } : { argv: run },
    timeoutMs: timeout === undefined ? usual.timeoutMs : duration(`${place}.timeout`, timeout),
    retries: retries ?? usual.retries,
  };
}
