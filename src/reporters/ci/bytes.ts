const ENCODER = new TextEncoder();

/** As much of the text as fits into so many bytes of UTF-8, never half a character. */
export function withinBytes(text: string, mostBytes: number): string {
  // No character of UTF-16 takes more than three bytes, so most texts need no counting.
  if (text.length * 3 <= mostBytes) return text;
  const { read } = ENCODER.encodeInto(text, new Uint8Array(mostBytes));
  return text.slice(0, read);
}

/** Like `withinBytes`, but what was cut off leaves a sign. */
export function shortened(text: string, mostBytes: number): string {
  const whole = withinBytes(text, mostBytes);
  return whole.length === text.length ? text : `${withinBytes(text, mostBytes - ELLIPSIS_BYTES)}…`;
}

const ELLIPSIS_BYTES = 3;
