import type { Report, ReportQuery } from '../../core/report.js';
import { formatDuration } from '../../core/time.js';
import { countText, numberText } from '../../core/wording.js';
import { copyable } from './copyable.js';
import { block, markup, type Markup } from './markup.js';

/** Where the numbers came from: the query with its parameters, and the command that judges the same windows again. */
export function originSection(report: Report): Markup {
  const { source, query, reproduce } = report;
  const engine = source.serverVersion === null ? '' : `, version ${source.serverVersion}`;
  const where = source.table === null ? source.name : `${source.table} at ${source.name}${engine}`;
  return markup`<section aria-labelledby="origin-title">
    <h2 id="origin-title">Check it yourself</h2>
    <p>Judge the same windows again:</p>
    ${copyable(reproduce, 'Command')}
    <p>
      The counts come from <code><bdi>${where}</bdi></code>.
    </p>
    ${query !== null && querySection(query)}
  </section>`;
}

function querySection({ sql, parameters, rowsRead, elapsedMs }: ReportQuery): Markup {
  const cost = `${countText(rowsRead, 'row')} read in ${formatDuration(elapsedMs)}`;
  return markup`<details>
    <summary>The query (${cost})</summary>
    ${copyable(sql, 'SQL')}
    <table class="parameters">
      <caption>
        Its parameters
      </caption>
      <thead>
        <tr>
          <th scope="col">name</th>
          <th scope="col">value</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(parameters).map(
          ([name, value]) =>
            markup`<tr>
              <th scope="row">
                <code><bdi>${name}</bdi></code>
              </th>
              <td>
                <code><bdi>${block(valueText(value))}</bdi></code>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

function valueText(value: ReportQuery['parameters'][string]): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** Who wrote the report and how long it took. */
export function footer({ version, durationMs, schemaVersion }: Report): Markup {
  const took = formatDuration(durationMs < 10_000 ? durationMs : Math.round(durationMs / 1000) * 1000);
  return markup`<footer>canary-verdict ${version} · took ${took} · report contract ${numberText(schemaVersion)}</footer>`;
}
