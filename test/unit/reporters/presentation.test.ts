import { expect, test } from 'vitest';
import { presentationFor } from '../../../src/reporters/presentation.js';

const terminal = { isTTY: true, columns: 100 };
const pipe = {};

test.for([
  { surface: terminal, env: {}, level: 1, why: 'a terminal that says nothing has sixteen colours' },
  { surface: terminal, env: { TERM: 'xterm-256color' }, level: 2, why: 'TERM tells of 256' },
  { surface: terminal, env: { TERM: 'xterm', COLORTERM: 'truecolor' }, level: 3, why: 'COLORTERM tells of all' },
  { surface: terminal, env: { TERM: 'dumb' }, level: 0, why: 'a dumb terminal has none' },
  { surface: pipe, env: { TERM: 'xterm-256color' }, level: 0, why: 'a pipe has none' },
  { surface: pipe, env: { CI: 'true' }, level: 0, why: 'a CI log is a pipe' },
  { surface: terminal, env: { NO_COLOR: '1' }, level: 0, why: 'NO_COLOR refuses' },
  { surface: terminal, env: { NO_COLOR: '0' }, level: 0, why: 'whatever its value' },
  { surface: terminal, env: { NO_COLOR: '' }, level: 1, why: 'an empty NO_COLOR says nothing' },
  { surface: pipe, env: { FORCE_COLOR: '1' }, level: 1, why: 'FORCE_COLOR needs no terminal' },
  { surface: pipe, env: { FORCE_COLOR: 'true' }, level: 1, why: 'FORCE_COLOR may say true' },
  { surface: pipe, env: { FORCE_COLOR: 'yes' }, level: 1, why: 'or anything else' },
  { surface: pipe, env: { FORCE_COLOR: '2' }, level: 2, why: 'FORCE_COLOR names a level' },
  { surface: pipe, env: { FORCE_COLOR: '3' }, level: 3, why: 'up to three' },
  { surface: terminal, env: { FORCE_COLOR: '0' }, level: 0, why: 'zero is none' },
  { surface: terminal, env: { FORCE_COLOR: 'false' }, level: 0, why: 'false is none' },
  { surface: pipe, env: { FORCE_COLOR: '' }, level: 0, why: 'an empty FORCE_COLOR says nothing' },
  {
    surface: terminal,
    env: { FORCE_COLOR: '1', TERM: 'dumb' },
    level: 1,
    why: 'FORCE_COLOR wins over a dumb terminal',
  },
  {
    surface: pipe,
    env: { FORCE_COLOR: '1', NO_COLOR: '1' },
    level: 1,
    why: 'FORCE_COLOR wins over NO_COLOR, as in Node',
  },
] as const)('colour level $level: $why', ({ surface, env, level }) => {
  expect(presentationFor(surface, env, true).colorLevel).toBe(level);
});

test('--no-color wins over everything', () => {
  expect(presentationFor(terminal, { FORCE_COLOR: '3', COLORTERM: 'truecolor' }, false).colorLevel).toBe(0);
});

test.for([
  { env: { LANG: 'en_US.UTF-8' }, unicode: true, why: 'the locale is UTF-8' },
  { env: { LANG: 'C.utf8' }, unicode: true, why: 'spelled otherwise' },
  { env: { LANG: 'de_DE.ISO-8859-1' }, unicode: false, why: 'the locale is another encoding' },
  { env: { LANG: 'C' }, unicode: false, why: 'the C locale is ASCII' },
  { env: { LANG: 'en_US.UTF-8', LC_ALL: 'C' }, unicode: false, why: 'LC_ALL wins over LANG' },
  { env: { LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, unicode: true, why: 'LC_CTYPE wins over LANG' },
  { env: { LANG: 'en_US.UTF-8', LC_ALL: '' }, unicode: true, why: 'an empty variable is none' },
  { env: {}, unicode: false, why: 'without a locale POSIX is ASCII' },
  { env: { CI: 'true' }, unicode: true, why: 'the log of a CI system is a web page' },
  { env: { CI: 'false' }, unicode: false, why: 'unless it says that it is none' },
  { env: { CI: 'true', LC_ALL: 'C' }, unicode: false, why: 'a locale that is set is believed on CI, too' },
  { env: { WT_SESSION: 'a1' }, unicode: true, why: 'Windows Terminal sets no locale' },
  { env: { TERM: 'linux', LANG: 'en_US.UTF-8' }, unicode: false, why: 'the Linux console lacks the glyphs' },
] as const)('unicode $unicode: $why', ({ env, unicode }) => {
  expect(presentationFor(terminal, env, true).unicode).toBe(unicode);
});

test.for([
  { surface: terminal, env: {}, columns: 100, why: 'as wide as the terminal' },
  { surface: terminal, env: { COLUMNS: '60' }, columns: 60, why: 'COLUMNS is a wish' },
  { surface: terminal, env: { COLUMNS: '0' }, columns: 100, why: 'zero is nonsense' },
  { surface: terminal, env: { COLUMNS: 'wide' }, columns: 100, why: 'so is a word' },
  { surface: { columns: 0 }, env: {}, columns: 80, why: 'a terminal of width 0 does not know its width' },
  { surface: pipe, env: {}, columns: 80, why: 'a pipe has 80' },
] as const)('$columns columns: $why', ({ surface, env, columns }) => {
  expect(presentationFor(surface, env, true).columns).toBe(columns);
});
