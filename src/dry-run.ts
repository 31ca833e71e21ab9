import type { JudgeConfig } from './config/judge-config.js';
import { formatDuration, formatInstant } from './core/time.js';
import { lengthMs, type Interval, type Windows } from './core/window.js';
import type { PlannedQuery } from './sources/source.js';

/** What --dry-run prints: the windows and the query as it would be sent. */
export function dryRunText(config: JudgeConfig, windows: Windows, { sql, parameters }: PlannedQuery): string {
  if (config.format === 'json') {
    const span = ({ fromMs, toMs }: Interval) => ({ from: formatInstant(fromMs), to: formatInstant(toMs) });
    const plan = {
      release: { at: formatInstant(windows.releaseMs) },
      bucketSeconds: windows.bucketMs / 1000,
      windows: { before: span(windows.before), after: span(windows.after) },
      query: { sql, parameters },
    };
    return `${JSON.stringify(plan, null, 2)}\n`;
  }
  const window = (name: string, span: Interval) =>
    `${name}  ${formatInstant(span.fromMs)} to ${formatInstant(span.toMs)}, ${formatDuration(lengthMs(span))} in buckets of ${formatDuration(windows.bucketMs)}`;
  const bound = Object.entries(parameters).map(([name, value]) => `  ${name} = ${JSON.stringify(value)}`);
  return [
    `release ${formatInstant(windows.releaseMs)}`,
    window('before ', windows.before),
    window('after  ', windows.after),
    '',
    sql,
    '',
    'parameters',
    ...bound,
    '',
    'Dry run: no server was asked, nothing was judged.',
    '',
  ].join('\n');
}
