import Anser from 'anser';
import { cellsOf } from './block-glyphs.js';

const FONT_SIZE = 14;
const CELL = { width: 8.4, height: 18 } as const;
const MARGIN = 18;
const TITLE_BAR = 34;

const PALETTE = {
  background: '#0d1117',
  titleBar: '#161b22',
  edge: '#30363d',
  text: '#e6edf3',
  faint: '#8b949e',
} as const;

/** The sixteen colours of a dark theme, by Anser's names. */
const COLORS: Readonly<Record<string, string>> = {
  'ansi-black': '#0d1117',
  'ansi-red': '#c93c37',
  'ansi-green': '#3fb950',
  'ansi-yellow': '#d29922',
  'ansi-cyan': '#39c5cf',
  'ansi-bright-black': '#6e7681',
  'ansi-bright-white': '#ffffff',
};

/** Draws text with ANSI colours as a terminal window. */
export function terminalSvg(ansi: string, title: string, columns: number): string {
  const lines = ansi.trimEnd().split('\n');
  const width = columns * CELL.width + 2 * MARGIN;
  const height = TITLE_BAR + lines.length * CELL.height + 2 * MARGIN;
  const buttons = ['#ff5f57', '#febc2e', '#28c840'].map(
    (color, index) => `<circle cx="${20 + index * 20}" cy="${TITLE_BAR / 2}" r="6" fill="${color}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9.5" fill="${PALETTE.background}" stroke="${PALETTE.edge}"/>`,
    `<path d="M1 ${TITLE_BAR}V10a9 9 0 0 1 9-9H${width - 10}a9 9 0 0 1 9 9V${TITLE_BAR}Z" fill="${PALETTE.titleBar}"/>`,
    ...buttons,
    `<text x="${width / 2}" y="${TITLE_BAR / 2 + 4.5}" text-anchor="middle" font-family="system-ui, sans-serif" font-size="13" fill="${PALETTE.faint}">${escapeXml(title)}</text>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" font-size="${FONT_SIZE}" fill="${PALETTE.text}">`,
    ...lines.map((line, row) => lineSvg(line, TITLE_BAR + MARGIN + row * CELL.height)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function lineSvg(line: string, y: number): string {
  let x = MARGIN;
  let svg = '';
  for (const run of Anser.ansiToJson(line, { use_classes: true, remove_empty: true })) {
    const width = run.content.length * CELL.width;
    const fill = COLORS[run.fg] ?? (run.decorations.includes('dim') ? PALETTE.faint : PALETTE.text);
    if (run.bg in COLORS) svg += rect(x, y, width, CELL.height, COLORS[run.bg] ?? '');
    svg += runSvg(run.content, x, y, fill, run.decorations.includes('bold'));
    x += width;
  }
  return svg;
}

/** Bars and lines become shapes, so that they join whatever font shows the words. */
function runSvg(content: string, x: number, y: number, fill: string, bold: boolean): string {
  const shapes = [...content.matchAll(/(.)\1*/gu)].flatMap(({ 0: same, 1: character = '', index }) =>
    cellsOf(character).flatMap((part) => {
      // Neighbours that fill their cells from edge to edge are one shape.
      const joined = part.width === 1;
      return Array.from({ length: joined ? 1 : same.length }, (_, nth) =>
        rect(
          x + (index + nth + part.x) * CELL.width,
          y + part.y * CELL.height,
          (joined ? same.length : part.width) * CELL.width,
          part.height * CELL.height,
          fill,
          part.opacity,
        ),
      );
    }),
  );
  const words = content.replace(/./gu, (character) => (cellsOf(character).length > 0 ? ' ' : character));
  return (
    shapes.join('') +
    [...words.matchAll(/\S+(?: \S+)*/g)]
      .map((match) => wordsSvg(match[0], x + match.index * CELL.width, y, fill, bold))
      .join('')
  );
}

function wordsSvg(words: string, x: number, y: number, fill: string, bold: boolean): string {
  const place = `x="${short(x)}" y="${short(y + CELL.height * 0.73)}" textLength="${short(words.length * CELL.width)}"`;
  const look = `${fill === PALETTE.text ? '' : ` fill="${fill}"`}${bold ? ' font-weight="bold"' : ''}`;
  return `<text ${place}${look} lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escapeXml(words)}</text>`;
}

function rect(x: number, y: number, width: number, height: number, fill: string, opacity = 1): string {
  const look = opacity === 1 ? '' : ` opacity="${opacity}"`;
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${fill}"${look} shape-rendering="crispEdges"/>`;
}

function short(value: number): string {
  return String(Number(value.toFixed(2)));
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
