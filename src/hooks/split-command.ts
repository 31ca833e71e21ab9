import { UserError } from '../errors.js';
import type { HookCommand } from './hook.js';

/** What begins a command that a shell is to run. */
const SHELL_PREFIX = 'sh:';

/** Signs that only a shell understands; taken for plain text they would do something else than the person meant. */
const SHELL_SIGNS = /[|&;<>()`$\n]/;

/**
 * The command of a flag such as `--on-rollback`: words as a shell would split them, with its quotes and backslashes, but
 * nothing is expanded and no shell runs. `sh:LINE` hands the line to a shell.
 *
 * @throws UserError where the command is empty, a quote stays open, or a sign is left unquoted that only a shell understands.
 */
export function splitCommand(flag: string, command: string): HookCommand {
  if (command.startsWith(SHELL_PREFIX)) {
    const shell = command.slice(SHELL_PREFIX.length).trim();
    if (shell !== '') return { shell };
  }
  const [program, ...args] = splitWords(flag, command);
  if (program === undefined || program === '' || command.startsWith(SHELL_PREFIX)) {
    throw new UserError(`${flag} has no command`, `Write ${flag} './rollback.sh payments'.`);
  }
  if (program.startsWith('~')) {
    throw new UserError(
      `${flag}: only a shell knows what ${program} stands for`,
      `Write the path in full, or ${flag} '${SHELL_PREFIX}${command}'.`,
    );
  }
  return { argv: [program, ...args] };
}

/** A run of blanks, a single-quoted, a double-quoted part, a backslash with what it covers, or a plain part. */
const PART =
  /(?<blank>[ \t\r\n]+)|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[^])*)"|\\(?<covered>[^])|(?<plain>[^\s'"\\]+)/y;

function splitWords(flag: string, command: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  const part = new RegExp(PART);
  while (part.lastIndex < command.length) {
    const { blank, single, double, covered, plain } = part.exec(command)?.groups ?? {};
    if (blank !== undefined) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    if (plain !== undefined) refuseShellSigns(flag, plain, SHELL_SIGNS);
    if (double !== undefined) refuseShellSigns(flag, double.replace(/\\[^]/g, ''), /[`$]/);
    const text = single ?? covered ?? plain ?? double?.replace(/\\(["\\$`])/g, '$1');
    if (text === undefined) {
      throw new UserError(`${flag} has a quote that is not closed`, `Close it, or write it as \\" or \\'.`);
    }
    word = (word ?? '') + text;
  }
  return word === null ? words : [...words, word];
}

function refuseShellSigns(flag: string, text: string, signs: RegExp): void {
  const sign = signs.exec(text)?.[0];
  if (sign === undefined) return;
  throw new UserError(
    `${flag} holds ${JSON.stringify(sign)}, which only a shell understands, and no shell runs the command`,
    `Begin it with ${SHELL_PREFIX} to have a shell run it, as in ${flag} '${SHELL_PREFIX}a && b', or put that word in single quotes.`,
  );
}
