import {
  CLEANING,
  CODE,
  CODE_MARK,
  EXCEPTION_LINE,
  EXCEPTION_NAME,
  LINE_BYTES,
  LINE_CHARACTERS,
  RULES,
  SHORT_CODE,
  type Rule,
} from './rules.js';

/**
 * What a log line says, without what varies: `order 17 failed: status 503` and `order 18 failed: status 503` are both
 * `order <*> failed: status 503`. ClickHouse does the same by the same rules; this is the reference that it is tested against.
 */
export function templateOf(body: string): string {
  const start = cutToBytes(body, LINE_BYTES);
  const exception = applied(found(EXCEPTION_LINE, start)[1] ?? '', EXCEPTION_NAME);
  const line = trimmed(firstCharacters(CLEANING.reduce(applied, start)));
  const [codeInPlace = ''] = found(CODE, line);
  const code = found(SHORT_CODE, codeInPlace)[1] ?? '';
  const marked = `${codeInPlace.slice(0, codeInPlace.length - code.length)}${CODE_MARK}`;
  const folded = RULES.reduce(applied, code === '' ? line : line.replace(codeInPlace, () => marked));
  const told = trimmed(folded.replace(CODE_MARK, () => code));
  return exception === '' || told.includes(exception) ? told : `${told} ${exception}`;
}

function firstCharacters(text: string): string {
  return Array.from(text).slice(0, LINE_CHARACTERS).join('');
}

/** A cut through the middle of a character leaves an invalid one, as in the engine. */
function cutToBytes(text: string, bytes: number): string {
  // No character has more UTF-16 units than bytes, so that the rest of a huge body is never encoded.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    new TextEncoder().encode(text.slice(0, bytes)).subarray(0, bytes),
  );
}

function trimmed(text: string): string {
  return text.replace(/^ +| +$/g, '');
}

function applied(line: string, { pattern, replacement }: Rule): string {
  return line.replace(regex(pattern, 'gu'), replacement.replaceAll(/\\([0-9])/g, '$$$1'));
}

/** The first match and its groups; nothing where there is none. */
function found(pattern: string, text: string): readonly (string | undefined)[] {
  return regex(pattern, 'u').exec(text) ?? [];
}

/** Compiled once a pattern; RE2 writes a code point as `\x{FFFD}`, JavaScript as `\u{FFFD}`. */
function regex(pattern: string, flags: string): RegExp {
  const key = `${flags}${pattern}`;
  const known = COMPILED.get(key);
  if (known !== undefined) return known;
  const made = new RegExp(pattern.replaceAll(String.raw`\x{`, String.raw`\u{`), flags);
  COMPILED.set(key, made);
  return made;
}

const COMPILED = new Map<string, RegExp>();
