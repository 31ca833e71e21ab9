/** The text in at most `longest` UTF-16 units; what is cut off is told by an ellipsis. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return longest < 1 ? '' : `${beginning(text, longest - 1)}…`;
}

/** The text, or its beginning and how much more there is: a line of a log can be megabytes long, a report must not be. */
export function clipped(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text;
  const shown = beginning(text, mostCharacters);
  return `${shown} … ${(text.length - shown.length).toLocaleString('en')} more characters`;
}

/** As much of the text as fits into so many bytes of UTF-8. */
export function withinBytes(text: string, mostBytes: number): string {
  // No character of UTF-16 takes more than three bytes, so most texts need no counting.
  if (text.length * 3 <= mostBytes) return text;
  const { read } = ENCODER.encodeInto(text, new Uint8Array(mostBytes));
  return text.slice(0, read);
}

/** Like `withinBytes`, but what was cut off leaves an ellipsis. */
export function shortenedToBytes(text: string, mostBytes: number): string {
  const whole = withinBytes(text, mostBytes);
  return whole.length === text.length ? text : `${withinBytes(text, mostBytes - ELLIPSIS_BYTES)}…`;
}

const ENCODER = new TextEncoder();
const ELLIPSIS_BYTES = 3;

/** No character is cut in half. */
function beginning(text: string, units: number): string {
  return text.slice(0, isHighSurrogate(text.charCodeAt(units - 1)) ? units - 1 : units);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd8_00 && unit <= 0xdb_ff;
}
