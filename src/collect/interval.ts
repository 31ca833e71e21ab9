/** Begin of the interval that holds this moment: intervals begin at whole multiples of their length since 1970, as clocks show them. */
export function intervalStartMs(nowMs: number, intervalMs: number): number {
  return Math.floor(nowMs / intervalMs) * intervalMs;
}
