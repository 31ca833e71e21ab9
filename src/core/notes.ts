import type { FindingCode } from './finding-codes.js';
import { formatDuration, formatInstant } from './time.js';
import type { Finding } from './verdict.js';
import type { WindowCut } from './window.js';

/** A server's clock may differ from ours by this much before it is worth a word. */
const TOLD_SKEW_MS = 5000;

/** Tells that a window was cut to whole buckets. */
export function noteOfCut({ window, askedMs, usedMs }: WindowCut): Finding {
  const because = `The window ${window} the release is ${formatDuration(usedMs)} of the ${formatDuration(askedMs)} asked for, cut to whole buckets.`;
  return note('windows', 'window-cut', usedMs / 1000, askedMs / 1000, 'seconds', because);
}

/** Tells that data at the end of the after window had not come in and were left out; null when none were. */
export function noteOfLateData(plannedToMs: number, usedToMs: number, maxLagMs: number): Finding | null {
  if (usedToMs >= plannedToMs) return null;
  const lateMs = plannedToMs - usedToMs;
  const because = `The last ${formatDuration(lateMs)} before ${formatInstant(plannedToMs)} had not come in ${formatDuration(maxLagMs)} later and are not judged.`;
  return note('coverage', 'late-data', lateMs / 1000, maxLagMs / 1000, 'seconds', because);
}

/** Tells that the server's clock and ours differ; the server's is the one that counts. Null up to five seconds. */
export function noteOfSkew(skewMs: number): Finding | null {
  if (Math.abs(skewMs) <= TOLD_SKEW_MS) return null;
  const direction = skewMs > 0 ? 'ahead of' : 'behind';
  const because = `The server's clock is ${formatDuration(Math.abs(skewMs))} ${direction} this machine's; the server's is used.`;
  return note('clock', 'clock-skew', skewMs / 1000, TOLD_SKEW_MS / 1000, 'seconds', because);
}

/**
 * Tells that lines carry times that have not come yet: a host's clock is ahead. Null up to five seconds. When at least half of the
 * usual lines are stamped in the bucket to come, old lines will count as new ones, and no pass is given.
 */
export function findingOfFutureLines(
  newestMs: number | null,
  serverNowMs: number,
  linesOfNextBucket: number,
  usualLinesPerBucket: number,
): Finding | null {
  const aheadMs = (newestMs ?? serverNowMs) - serverNowMs;
  if (aheadMs <= TOLD_SKEW_MS) return null;
  const isMost = linesOfNextBucket * 2 >= usualLinesPerBucket;
  const whose = isMost
    ? 'most lines come from clocks that are ahead, and old ones count as new'
    : "a host's clock is ahead";
  const because = `Lines are stamped up to ${formatDuration(aheadMs)} in the future: ${whose}.`;
  const finding = note('clock', 'future-lines', aheadMs / 1000, TOLD_SKEW_MS / 1000, 'seconds', because);
  return isMost ? { ...finding, outcome: 'unknown' } : finding;
}

/** Below this many rows a read is no burden, whatever it was for. */
const HEAVY_ROWS = 10_000_000;

/** Rows that a read may cost for each line that counts: an index leads to blocks of rows, never to single ones. */
const ROWS_PER_LINE = 100;

/** Tells that the server read far more rows than a sorting key that serves would need; null when it did not. */
export function noteOfHeavyRead(rowsRead: number, lines: number): Finding | null {
  const limit = Math.max(HEAVY_ROWS, ROWS_PER_LINE * lines);
  if (rowsRead <= limit) return null;
  const because = `The server read ${rowsRead.toLocaleString('en')} rows to count ${lines.toLocaleString('en')} lines: the table's sorting key does not lead to them.`;
  return note('source', 'heavy-read', rowsRead, limit, 'rows', because);
}

function note(
  judge: string,
  code: FindingCode,
  observed: number,
  limit: number,
  unit: string,
  because: string,
): Finding {
  return { judge, code, outcome: 'note', observed, limit, unit, because };
}
