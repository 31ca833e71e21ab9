/** `1 error`, `12,345 errors`: a number and its noun for a sentence. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number for people: grouped thousands when 100 or more, else three significant digits; always `.` and `,`. */
export function numberText(value: number): string {
  if (value >= 1e15) return value.toExponential(2).replace('e+', 'e');
  if (value >= 100 || Number.isInteger(value))
    return Math.round(value)
      .toString()
      .replace(/\B(?=(?:\d{3})+$)/gu, ',');
  return String(Number(value.toPrecision(3)));
}

/** A share from 0 to 1 as whole per cent, never rounded to 0 % or 100 % unless it is that. */
export function percentText(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} %`;
}

/** `once in 350`, `once in 1e12`: how often chance alone would do it; rounded down, so never rarer than it is. */
export function oddsText(p: number): string {
  if (p < 1e-300) return 'less than once in 1e300';
  const times = 1 / p;
  if (times >= 1e6) return `once in 1e${Math.floor(Math.log10(times) + 1e-12)}`;
  if (times < 10) return `${percentText(p)} of the time`;
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(times)) - 1);
  return `once in ${numberText(Math.floor(times / digits) * digits)}`;
}

/** What a ratio of errors is counted from. */
export function averageText(control: object | null): string {
  return control === null ? 'the average before' : 'what is usual';
}

/** `26 : 1`, `14,000 : 1`, `1e12 : 1`: evidence of a natural logarithm as odds, rounded down. */
export function evidenceText(logEvidence: number): string {
  const digits = Math.floor(logEvidence / Math.LN10 + 1e-12);
  if (digits >= 6) return `1e${digits} : 1`;
  const step = 10 ** Math.max(0, digits - 1);
  return `${numberText(Math.floor(Math.exp(logEvidence) / step + 1e-9) * step)} : 1`;
}
