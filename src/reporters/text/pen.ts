import { Chalk } from 'chalk';
import type { TextOptions } from '../options.js';
import { safeText } from '../safe-text.js';

/** Everything a part of the text report draws with. */
export interface Pen {
  readonly columns: number;
  readonly glyphs: Glyphs;
  readonly colored: boolean;
  readonly paint: Readonly<Record<Ink, (text: string) => string>>;
  /** Text of unknown origin, made harmless and spelled as the terminal can show it. */
  readonly safe: (text: string) => string;
}

/** What colours mean; only the sixteen of the terminal's own theme, so that they fit light and dark. */
export type Ink = keyof ReturnType<typeof inks>;

export interface Glyphs {
  /** Bar cells from almost empty to full, each the same step higher. */
  readonly bar: readonly string[];
  readonly leftOut: string;
  /** The top of a bar that goes on beyond the chart. */
  readonly beyond: string;
  readonly missing: string;
  readonly median: string;
  readonly limit: string;
  readonly release: string;
  readonly axis: {
    readonly side: string;
    readonly tick: string;
    readonly corner: string;
    readonly floor: string;
    readonly mark: string;
  };
  readonly ellipsis: string;
}

const UNICODE: Glyphs = {
  bar: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  leftOut: '░',
  beyond: '▲',
  missing: '×',
  median: '┄',
  limit: '━',
  release: '│',
  axis: { side: '│', tick: '┤', corner: '└', floor: '─', mark: '┴' },
  ellipsis: '…',
};

const ASCII: Glyphs = {
  bar: ['.', ':', '#'],
  leftOut: 'o',
  beyond: '^',
  missing: '?',
  median: '-',
  limit: '=',
  release: '|',
  axis: { side: '|', tick: '+', corner: '+', floor: '-', mark: '+' },
  ellipsis: '...',
};

/** Narrower than this nothing can be read; such terminals are left to break lines themselves. */
const FEWEST_COLUMNS = 24;

/** Wider than this, sentences are hard to read. */
const MOST_COLUMNS = 120;

/** The pen that draws as the options allow. */
export function penOf({ colorLevel, unicode, columns }: TextOptions): Pen {
  return {
    columns: Math.min(Math.max(Math.floor(columns) || 0, FEWEST_COLUMNS), MOST_COLUMNS),
    glyphs: unicode ? UNICODE : ASCII,
    colored: colorLevel > 0,
    paint: inks(new Chalk({ level: colorLevel })),
    safe: (text) => safeText(text, unicode),
  };
}

function inks(chalk: InstanceType<typeof Chalk>) {
  return {
    plain: (text: string) => text,
    strong: chalk.bold,
    faint: chalk.dim,
    errors: chalk.green,
    leftOut: chalk.gray,
    missing: chalk.yellow,
    median: chalk.cyan,
    limit: chalk.red,
    limitOnErrors: chalk.red.bgGreen,
    medianOnErrors: chalk.black.bgGreen,
    release: chalk.bold,
    pass: chalk.black.bgGreen.bold,
    rollback: chalk.whiteBright.bgRed.bold,
    inconclusive: chalk.black.bgYellow.bold,
  };
}
