/** A part of every day, in minutes after midnight UTC; half-open, and over midnight where it ends before it begins. */
export interface SilenceTime {
  readonly fromMinute: number;
  readonly toMinute: number;
}

const DAY_MINUTES = 1440;
const MINUTE_MS = 60_000;

/** Reads `22:00-06:00`, in UTC; null where it is no such time, or no time at all. */
export function parseSilenceTime(text: string): SilenceTime | null {
  const match = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const [fromHour = 0, from = 0, toHour = 0, to = 0] = match.slice(1).map(Number);
  const [fromMinute, toMinute] = [fromHour * 60 + from, toHour * 60 + to];
  const isTime = from < 60 && to < 60 && fromMinute < DAY_MINUTES && toMinute <= DAY_MINUTES;
  return isTime && fromMinute !== toMinute ? { fromMinute, toMinute } : null;
}

/** Whether nobody wants to be told at this moment. */
export function isSilentAt(atMs: number, times: readonly SilenceTime[]): boolean {
  const minute = Math.floor(atMs / MINUTE_MS) % DAY_MINUTES;
  return times.some(({ fromMinute, toMinute }) =>
    fromMinute < toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute,
  );
}
