import type { Report } from '../../core/report.js';
import { countText } from '../../core/wording.js';
import { code, fenced } from './inert.js';

const MOST_PARAMETERS = 20;

/** The command that judges the same windows again, and the query, folded away. */
export function originLines({ reproduce, query, source }: Report): readonly string[] {
  return [
    ...details('Judge the same windows again', [fenced(reproduce, 'sh')]),
    ...(query === null
      ? []
      : details(`The query (${countText(query.rowsRead, 'row')} read)`, [
          `On ${code(source.table ?? source.name)}:`,
          '',
          fenced(query.sql, 'sql'),
          '',
          ...Object.entries(query.parameters)
            .slice(0, MOST_PARAMETERS)
            .map(
              ([name, value]) =>
                `- ${code(name)} = ${code(typeof value === 'object' ? value.join(', ') : String(value))}`,
            ),
        ])),
  ];
}

/** The blank lines make what is inside Markdown again. */
function details(summary: string, lines: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];
}
