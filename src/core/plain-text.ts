/** Line breaks, control characters, what turns the direction of text, and halves of characters. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** Text of unknown origin as one line, white space and whatever a reader would obey instead of showing become a space. */
export function oneLine(text: string): string {
  return text.replace(OBEYED, ' ').replace(/\s+/gu, ' ').trim();
}

/** The text in at most `longest` UTF-16 units; what is cut off is told by an ellipsis, and no character is cut in half. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, Math.max(longest - 1, 0));
  return longest < 1 ? '' : `${endsInHalf(cut) ? cut.slice(0, -1) : cut}…`;
}

function endsInHalf(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd8_00 && last <= 0xdb_ff;
}
