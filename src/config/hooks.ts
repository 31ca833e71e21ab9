import { HOOK_DEFAULTS, type Hook } from '../hooks/hook.js';
import { splitCommand } from '../hooks/split-command.js';
import { duration } from './fields.js';
import type { HooksSection } from './file/hooks.js';
import { readDuration } from './readers.js';
import { placeOf, texts, type Settings } from './settings.js';

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
  const timeoutMs = readDuration(settings, 'hookTimeout') ?? HOOK_DEFAULTS.timeoutMs;
  return OCCASIONS.flatMap(({ on, key }) => {
    const commands = texts(settings, key);
    const place = placeOf(settings, key);
    if (commands.length > 0) {
      return commands.map((command) => ({
        on,
        command: splitCommand(place, command),
        timeoutMs,
        retries: HOOK_DEFAULTS.retries,
      }));
    }
    return (section[key] ?? []).map((action, index) => hookOf(action, `hooks.${key}[${index}]`, { on, timeoutMs }));
  });
}

function hookOf(action: Action, place: string, { on, timeoutMs }: Pick<Hook, 'on' | 'timeoutMs'>): Hook {
  const { run, shell, timeout, retries } = action;
  return {
    on,
    command: run === undefined ? { shell: shell ?? '' } : { argv: run },
    timeoutMs: timeout === undefined ? timeoutMs : duration(`${place}.timeout`, timeout),
    retries: retries ?? HOOK_DEFAULTS.retries,
  };
}
