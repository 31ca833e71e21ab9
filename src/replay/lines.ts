/** One line of the input, without its end. */
export interface Line {
  /** From 1 on. */
  readonly number: number;
  readonly text: string;
}

/** A line longer than this is no recorded series but a mistake, and must not fill the memory. */
export const LONGEST_LINE = 64 * 2 ** 20;

/**
 * Cuts a stream into lines, a batch for each chunk: a batch at a time costs a tenth of a line at a time. Takes both ends of line and
 * a last line without one; a line of more than 64 MiB comes as what it begins with, which is no JSON then.
 */
export async function* linesOf(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<readonly Line[]> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = '';
  const line = (text: string): Line => ({
    number: (number += 1),
    text: text.endsWith('\r') ? text.slice(0, -1) : text,
  });
  for await (const chunk of chunks) {
    const [first = '', ...others] = (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })).split(
      '\n',
    );
    if (rest.length < LONGEST_LINE) rest += first;
    const last = others.pop();
    if (last === undefined) continue;
    yield [line(rest), ...others.map(line)];
    rest = last;
  }
  rest += decoder.decode();
  if (rest !== '') yield [line(rest)];
}
