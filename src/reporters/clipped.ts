/** The text, or its beginning and how much more there is: a line of a log can be megabytes long, a report must not be. */
export function clipped(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text;
  const end = isHighSurrogate(text.charCodeAt(mostCharacters - 1)) ? mostCharacters - 1 : mostCharacters;
  const rest = (text.length - end).toLocaleString('en');
  return `${text.slice(0, end)} … ${rest} more characters`;
}

/** Half a character is not cut off. */
function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd8_00 && unit <= 0xdb_ff;
}
