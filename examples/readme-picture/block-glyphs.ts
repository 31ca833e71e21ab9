/** A filled part of a terminal cell, in shares of the cell from its upper left corner. */
export interface CellPart {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly opacity?: number;
}

const EIGHTHS = '▁▂▃▄▅▆▇█';

const across: CellPart = { x: 0, y: 0.46, width: 1, height: 0.06 };
const down: CellPart = { x: 0.44, y: 0, width: 0.12, height: 1 };
const upperHalf: CellPart = { ...down, height: 0.52 };

const PARTS: Readonly<Record<string, readonly CellPart[]>> = {
  '░': [{ x: 0, y: 0, width: 1, height: 1, opacity: 0.55 }],
  '━': [{ x: 0, y: 0.42, width: 1, height: 0.14 }],
  '┄': [0, 0.5].map((x) => ({ x, y: 0.46, width: 0.28, height: 0.07 })),
  '─': [across],
  '│': [down],
  '┤': [down, { ...across, width: 0.44 }],
  '└': [upperHalf, { ...across, x: 0.44, width: 0.56 }],
  '┴': [upperHalf, across],
};

/** The filled parts of a bar or line glyph; none for a letter. */
export function cellsOf(character: string): readonly CellPart[] {
  const height = (EIGHTHS.indexOf(character) + 1) / EIGHTHS.length;
  return height > 0 ? [{ x: 0, y: 1 - height, width: 1, height }] : (PARTS[character] ?? []);
}
