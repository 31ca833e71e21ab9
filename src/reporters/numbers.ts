const MAGNITUDES = [
  { from: 1e12, suffix: 'T' },
  { from: 1e9, suffix: 'G' },
  { from: 1e6, suffix: 'M' },
  { from: 1e3, suffix: 'k' },
] as const;

/** Any number in at most three digits and six cells, for the chart: `0.25`, `2.03`, `36.5`, `123`, `12.3k`, `1.5G`. */
export function shortNumber(value: number): string {
  if (value >= 1e15 || (value > 0 && value < 0.001)) return value.toExponential(0).replace('+', '');
  const magnitude = MAGNITUDES.find(({ from }) => value >= from * 0.9995);
  return magnitude === undefined ? digits(value) : digits(value / magnitude.from) + magnitude.suffix;
}

function digits(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(value < 0.01 ? 2 : 3)));
}
