/**
 * Values as a row of steps, the highest step for all that reach `full` and the lowest for all up to zero. More values than `cells` are
 * joined, each cell showing the highest of its own, and the last ones always fill the last cell.
 *
 * @example sparkline([-1, 0, 1, 2], 2, ['.', ':', '#'], 9) // '..:#'
 */
export function sparkline(values: readonly number[], full: number, steps: readonly string[], cells: number): string {
  const size = Math.max(1, Math.ceil(values.length / Math.max(1, cells)));
  const offset = (size - (values.length % size)) % size;
  return Array.from({ length: Math.ceil(values.length / size) }, (_, cell) => {
    const own = values.slice(Math.max(0, cell * size - offset), (cell + 1) * size - offset);
    const highest = own.reduce((most, value) => Math.max(most, value), -Infinity);
    if (highest >= full) return steps.at(-1) ?? '';
    // Only what is enough is drawn as high as enough.
    const step = Math.round((Math.max(0, highest) / full) * (steps.length - 1));
    return steps[Math.min(step, steps.length - 2)] ?? '';
  }).join('');
}
