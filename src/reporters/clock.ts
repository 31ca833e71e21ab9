/** `12:05:00`, the time of day of an ISO 8601 instant in UTC; with milliseconds only where there are some. */
export function timeOfDay(instant: string): string {
  return instant.slice(11).replace('Z', '');
}

/** `2026-03-01`. */
export function dateOf(instant: string): string {
  return instant.slice(0, 10);
}

/** The time of day, with the date before it when it is not that of `reference`. */
export function timeBeside(instant: string, reference: string): string {
  return dateOf(instant) === dateOf(reference) ? timeOfDay(instant) : `${dateOf(instant)} ${timeOfDay(instant)}`;
}

/** Times beside that of `reference`, to the minute where that loses nothing. */
export function shortTimes(instants: readonly string[], reference: string): readonly string[] {
  const times = instants.map((instant) => timeBeside(instant, reference));
  return times.every((time) => time.endsWith(':00')) ? times.map((time) => time.slice(0, -3)) : times;
}
