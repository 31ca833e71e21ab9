import type { Report } from '../../core/report.js';
import type { Pen } from './pen.js';
import { wrapped } from './rows.js';
import { displayWidth, truncated } from './width.js';

/** The verdict, whose it is and the process's exit code on one line, and below it the sentence that decided. */
export function headLines(report: Report, pen: Pen): readonly string[] {
  const { columns, paint, safe, glyphs, colored } = pen;
  const word = report.verdict.toUpperCase();
  // With colour the verdict is a block, and a block needs a margin.
  const verdict = colored ? ` ${word} ` : word;
  const code = `exit code ${report.exitCode}`;
  const room = columns - displayWidth(verdict) - 1;
  const name = truncated(safe(report.service ?? 'a recorded series'), room, glyphs.ellipsis);
  const gap = room - displayWidth(name) - code.length;
  const title = `${paint[report.verdict](verdict)} ${paint.strong(name)}`;
  const [decided] = report.reasons;
  return [
    gap > 0 ? `${title}${' '.repeat(gap)}${paint.faint(code)}` : title,
    ...wrapped(safe(decided?.message ?? ''), columns, 6, pen),
  ];
}
