import { numberText } from '../../core/wording.js';
import { shortNumber } from '../numbers.js';
import type { Bar, ChartData } from './chart-data.js';
import { shortInstant } from './instants.js';
import { markup, type Markup, trusted } from './markup.js';

const SIZE = { width: 960, height: 300 } as const;
const PLOT = { left: 52, right: 950, top: 30, bottom: 262 } as const;

/** Bars keep a gap to their neighbours while they are broad enough to afford it. */
const GAP = 1;
const NARROWEST_WITH_GAP = 4;

interface Place {
  readonly x: (seconds: number) => number;
  readonly y: (errors: number) => number;
}

/**
 * The picture as SVG, for readers without scripts and for paper. Its colours are attributes, because some viewers of CI systems
 * refuse styles too; where styles work, those of the page's theme win.
 */
export function staticChart(data: ChartData, description: string): Markup {
  const bars = [...data.before, ...data.after];
  const from = Math.min(data.release, ...bars.slice(0, 1).map((bar) => bar.from));
  const to = Math.max(data.release, ...bars.slice(-1).map((bar) => bar.to));
  const span = to - from || 1;
  const place: Place = {
    x: (seconds) => PLOT.left + ((seconds - from) / span) * (PLOT.right - PLOT.left),
    y: (errors) => PLOT.bottom - (Math.min(errors, data.top) / data.top) * (PLOT.bottom - PLOT.top),
  };
  const released = place.x(data.release);
  return markup`<svg class="static" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${description}">
    <rect
      class="c-after"
      x="${n(released)}"
      y="${PLOT.top}"
      width="${n(PLOT.right - released)}"
      height="${PLOT.bottom - PLOT.top}"
      fill="#eef1f6"
    />
    ${pathOf(missing(bars), place, 'c-missing', '#e3c07a', data.top)}
    ${pathOf(
      bars.filter(({ leftOut }) => !leftOut),
      place,
      'c-errors',
      '#2a9153',
      data.top,
    )}
    ${pathOf(
      bars.filter(({ leftOut }) => leftOut),
      place,
      'c-left-out',
      '#b5bbc4',
      data.top,
    )}
    ${stablePath(data.stable, place)} ${level(data, place)}
    <line
      class="c-axis"
      x1="${PLOT.left}"
      x2="${PLOT.right}"
      y1="${PLOT.bottom}"
      y2="${PLOT.bottom}"
      stroke="#8a919c"
    />
    <line
      class="c-release"
      x1="${n(released)}"
      x2="${n(released)}"
      y1="${PLOT.top - 8}"
      y2="${PLOT.bottom}"
      stroke="#1c2128"
      stroke-width="1.5"
    />
    ${names(data, from, to, place)}
  </svg>`;
}

/** A bucket without data is a full column of its own colour: silence must not look like zero. */
function missing(bars: readonly Bar[]): readonly Bar[] {
  return bars
    .filter(({ errors }) => errors === null)
    .map(({ from, to }) => ({ from, to, errors: Infinity, leftOut: false }));
}

function pathOf(bars: readonly Bar[], place: Place, name: string, fill: string, top: number): Markup {
  const shapes = bars.flatMap(({ from, to, errors }) => {
    if (errors === null || errors <= 0) return [];
    const left = place.x(from);
    const width = place.x(to) - left;
    const gap = width >= NARROWEST_WITH_GAP ? GAP : 0;
    const y = place.y(Math.min(errors, top));
    return [`M${n(left + gap / 2)} ${PLOT.bottom}V${n(y)}h${n(width - gap)}V${PLOT.bottom}z`];
  });
  return markup`<path class="${name}" d="${trusted(shapes.join(''))}" fill="${fill}" />`;
}

function stablePath(bars: readonly Bar[], place: Place): Markup {
  const steps = bars.flatMap(({ from, to, errors }, index) => {
    if (errors === null) return [];
    const isDrawn = (bars[index - 1]?.errors ?? null) !== null;
    return [`${isDrawn ? 'L' : 'M'}${n(place.x(from))} ${n(place.y(errors))}H${n(place.x(to))}`];
  });
  return markup`<path class="c-stable" d="${trusted(steps.join(''))}" fill="none" stroke="#12317a" stroke-width="3" />`;
}

function level({ level: usual, limit }: ChartData, place: Place): readonly Markup[] {
  const across = (value: number, name: string, stroke: string, dashes: string) =>
    markup`<line
      class="${name}"
      x1="${PLOT.left}"
      x2="${PLOT.right}"
      y1="${n(place.y(value))}"
      y2="${n(place.y(value))}"
      stroke="${stroke}"
      stroke-width="2"
      stroke-dasharray="${dashes}"
    />`;
  return [
    ...(usual === null ? [] : [across(usual, 'c-level', '#1c2128', '2 5')]),
    ...(limit === null ? [] : [across(limit, 'c-limit', '#8b1a1a', 'none')]),
  ];
}

function names(data: ChartData, from: number, to: number, place: Place): readonly Markup[] {
  const released = place.x(data.release);
  const label = (x: number, y: number, anchor: 'start' | 'middle' | 'end', text: string) =>
    markup`<text
      class="c-text"
      x="${n(x)}"
      y="${n(y)}"
      text-anchor="${anchor}"
      font-family="sans-serif"
      font-size="13"
      fill="#444b55">${text}</text>`;
  const marks = [{ value: data.top }, { value: data.limit }].flatMap(({ value }, index) => {
    const isNear = index > 0 && value !== null && Math.abs(place.y(value) - place.y(data.top)) < 14;
    return value === null || value === 0 || isNear
      ? []
      : [label(PLOT.left - 6, place.y(value) + 4, 'end', shortNumber(value))];
  });
  const ticks = [
    { at: from, anchor: 'start' },
    { at: to, anchor: 'end' },
  ] as const;
  return [
    label(PLOT.left - 6, PLOT.bottom + 4, 'end', '0'),
    ...marks,
    ...ticks
      .filter(({ at }) => Math.abs(place.x(at) - released) > 60)
      .map(({ at, anchor }) => label(place.x(at), PLOT.bottom + 20, anchor, shortInstant(at, data.hasClock))),
    label(released, PLOT.bottom + 20, 'middle', shortInstant(data.release, data.hasClock)),
    label(released - 8, PLOT.top - 12, 'end', 'before ◂ release'),
    ...(PLOT.right - released > 60 ? [label(released + 8, PLOT.top - 12, 'start', '▸ after')] : []),
    ...(data.beyond === null
      ? []
      : [label(PLOT.left, PLOT.top - 12, 'start', `cut off: up to ${numberText(data.beyond)}`)]),
  ];
}

/** Coordinates to a tenth of a pixel. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
