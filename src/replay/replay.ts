import type { ReplayConfig } from '../config/replay.js';
import { UserError } from '../errors.js';
import { linesOf, LONGEST_LINE, type Line } from './lines.js';
import { problemText } from './problem.js';
import { verdictLine } from './verdict-line.js';

/**
 * Turns a stream of recorded series into a stream of verdicts, a line for a line and in the same order. Empty lines are skipped;
 * a line that cannot be judged is told, and the next one is judged.
 *
 * Input that begins with a line of `{` alone is one document over many lines, such as a saved report.
 */
export async function* replayed(
  chunks: AsyncIterable<string | Uint8Array>,
  config: ReplayConfig,
  tell: (problem: string) => void,
): AsyncGenerator<string> {
  const judge = async (line: Line): Promise<string> => {
    try {
      return await verdictLine(line, config);
    } catch (error) {
      tell(problemText(error, config.file === '-' ? '<stdin>' : config.file, line));
      return '';
    }
  };
  let isFirst = true;
  let document: Line | null = null;
  for await (const lines of linesOf(chunks)) {
    let verdicts = '';
    for (const line of lines) {
      if (document !== null) {
        document = joined(document, line);
        continue;
      }
      if (line.text.trim() === '') continue;
      if (isFirst && line.text.trim() === '{') document = line;
      else verdicts += await judge(line);
      isFirst = false;
    }
    if (verdicts !== '') yield verdicts;
  }
  if (document !== null) yield await judge(document);
}

function joined(document: Line, line: Line): Line {
  if (document.text.length < LONGEST_LINE) return { number: document.number, text: `${document.text}\n${line.text}` };
  throw new UserError(
    `the document that begins on line ${document.number} is longer than ${LONGEST_LINE / 2 ** 20} MiB`,
    'Give one recorded series as JSON a line.',
  );
}
