import type { TextOptions } from './options.js';

/** What is asked of a stream that a report is written to. */
export interface Surface {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Width of a report that goes to a file, a pipe or a log. */
const USUAL_COLUMNS = 80;

/**
 * How a report may look on a stream. `wantsColor` is false with --no-color, which wins over everything.
 */
export function presentationFor(surface: Surface, env: Environment, wantsColor: boolean): TextOptions {
  return {
    colorLevel: wantsColor ? colorLevelFor(surface, env) : 0,
    unicode: showsUnicode(env),
    columns: wholeNumber(env['COLUMNS']) ?? (surface.columns || USUAL_COLUMNS),
  };
}

/**
 * FORCE_COLOR wins over NO_COLOR, as in Node itself and by https://force-color.org; both count only when not empty, as
 * https://no-color.org asks. Otherwise colour is for terminals that know it: a CI log that shows colour sets FORCE_COLOR.
 */
function colorLevelFor({ isTTY }: Surface, env: Environment): TextOptions['colorLevel'] {
  const { FORCE_COLOR: forced = '', NO_COLOR: refused = '', TERM: terminal = '', COLORTERM: colors = '' } = env;
  if (forced !== '') return forcedLevel(forced);
  if (refused !== '' || isTTY !== true || terminal === 'dumb') return 0;
  if (/^(truecolor|24bit)$/.test(colors)) return 3;
  return /-256(color)?$/.test(terminal) ? 2 : 1;
}

function forcedLevel(value: string): TextOptions['colorLevel'] {
  if (value === '0' || value === 'false') return 0;
  if (value === '2') return 2;
  return value === '3' ? 3 : 1;
}

/**
 * The first of LC_ALL, LC_CTYPE and LANG that is set names the encoding, as in POSIX. Where none is set, that is ASCII by
 * POSIX, and always readable; but the logs of CI systems are web pages in UTF-8, and their containers seldom set a locale.
 */
function showsUnicode(env: Environment): boolean {
  const { LC_ALL, LC_CTYPE, LANG, CI, TERM, WT_SESSION } = env;
  // The Linux console has no glyphs for the steps of a bar.
  if (TERM === 'linux') return false;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  if (locale !== undefined) return /utf-?8/i.test(locale);
  return isSet(CI) || isSet(WT_SESSION);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false';
}

/** COLUMNS is the person's wish and wins over what the terminal says, as in POSIX; nonsense is ignored. */
function wholeNumber(value: string | undefined): number | null {
  return value !== undefined && /^[1-9]\d{0,4}$/.test(value) ? Number(value) : null;
}
