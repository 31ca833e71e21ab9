import type { Output } from './world.js';

/** Tells a person on stderr how far a run is. */
export interface Progress {
  /** A line that stays. */
  say(line: string): void;
  /** The state of things: redrawn in place on a terminal, a line now and then in a CI log. */
  update(line: string, monotonicMs: number): void;
  /** Removes what is redrawn, so that other output begins on a clean line. */
  clear(): void;
}

/** In a CI log an update every half minute shows life and stays readable. */
const LOG_EVERY_MS = 30_000;

const CLEAR_LINE = '\r\u001B[2K';

export function createProgress(stderr: Output, isQuiet: boolean): Progress {
  if (isQuiet) return { say: () => {}, update: () => {}, clear: () => {} };
  return stderr.isTTY === true ? onTerminal(stderr) : inLog(stderr);
}

function onTerminal(stderr: Output): Progress {
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) stderr.write(CLEAR_LINE);
    isDrawn = false;
  };
  return {
    clear,
    say: (line) => {
      clear();
      stderr.write(`${line}\n`);
    },
    update: (line) => {
      // A line that wraps could not be redrawn in place.
      stderr.write(`${CLEAR_LINE}${line.slice(0, (stderr.columns ?? 80) - 1)}`);
      isDrawn = true;
    },
  };
}

function inLog(stderr: Output): Progress {
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    clear: () => {},
    say: (line) => stderr.write(`${line}\n`),
    update: (line, monotonicMs) => {
      if (monotonicMs - lastMs < LOG_EVERY_MS) return;
      lastMs = monotonicMs;
      stderr.write(`${line}\n`);
    },
  };
}
