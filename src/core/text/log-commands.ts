/**
 * Where CI systems take a line of a log as a command: `##vso[…]` (Azure), `##[…]` (GitHub, old), `##teamcity[…]` and
 * `SPINNAKER_PROPERTY_…` anywhere in a line, `::error::` and its like (GitHub) at its beginning, which is any word's once
 * lines are folded; but not within a word, where it is the `std::error::Error` of Rust.
 */
const COMMAND =
  /#(?=#[\w.]*\[)|S(?=PINNAKER_(?:PROPERTY|CONFIG))|(?<!\w):(?=:(?:error|warning|notice|debug|(?:end)?group|echo|(?:add|remove)-\w+|stop-commands|set-\w+|save-state)(?:::|\s))/giu;

/** Text that no CI system obeys: the first character of each command is spelled out. */
export function withoutLogCommands(text: string, spell: (character: string) => string = spellOut): string {
  // Looking for these words costs less than the expression, and nearly every text has none.
  return MARKS.some((mark) => text.includes(mark)) ? text.replace(COMMAND, (character) => spell(character)) : text;
}

/** A character by its number, as `\u{1b}`. */
export function spellOut(character: string): string {
  return String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const MARKS = ['##', '::', 'PINNAKER_', 'pinnaker_'];
