/** Log levels in OpenTelemetry's order, least severe first. */
export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type Level = (typeof LEVELS)[number];

/** First OpenTelemetry severity number of each level: https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
export const SEVERITY_NUMBER = {
  TRACE: 1,
  DEBUG: 5,
  INFO: 9,
  WARN: 13,
  ERROR: 17,
  FATAL: 21,
} as const satisfies Record<Level, number>;

/** Whether a number is on OpenTelemetry's scale, on which FATAL is the last of levels of four numbers each. */
export function isSeverity(number: number): boolean {
  return number >= SEVERITY_NUMBER.TRACE && number < SEVERITY_NUMBER.FATAL + 4;
}

/** Spellings met in the wild, in lower case, the single letters of klog, glog and Android among them; each belongs to the level it is at least as bad as. */
const SPELLINGS = {
  TRACE: ['trace', 'trc', 'finest', 'finer', 'verbose', 'silly', 't', 'v'],
  DEBUG: ['debug', 'dbg', 'fine', 'config', 'd'],
  INFO: ['info', 'inf', 'information', 'informational', 'notice', 'http', 'log', 'i'],
  WARN: ['warn', 'warning', 'wrn', 'w'],
  ERROR: ['error', 'err', 'eror', 'severe', 'e'],
  FATAL: ['fatal', 'ftl', 'critical', 'crit', 'alert', 'emerg', 'emergency', 'panic', 'dpanic', 'f'],
} as const satisfies Record<Level, readonly string[]>;

/** Every spelling of `level` or worse, in lower case, for a comparison that ignores case. */
export function spellingsAtOrAbove(level: Level): readonly string[] {
  return LEVELS.slice(LEVELS.indexOf(level)).flatMap((worse) => SPELLINGS[worse]);
}

/** What the loggers pino and bunyan write for each level: https://getpino.io/#/docs/api?id=loggerlevels-object */
export const PINO_NUMBER = {
  TRACE: 10,
  DEBUG: 20,
  INFO: 30,
  WARN: 40,
  ERROR: 50,
  FATAL: 60,
} as const satisfies Record<Level, number>;

/** The level that a word is a spelling of, whatever its case; null for a word that is none. */
export function levelOf(word: string): Level | null {
  const spelling = word.trim().toLowerCase();
  return LEVELS.find((level) => SPELLINGS[level].some((known) => known === spelling)) ?? null;
}
