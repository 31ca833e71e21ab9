import { expect, test } from 'vitest';
import { noteOfHeavyRead } from '../../../src/core/notes.js';

test.for([
  { rows: 9_000_000, lines: 1, heavy: false, why: 'nine million rows are nothing to ClickHouse' },
  {
    rows: 50_000_000,
    lines: 600_000,
    heavy: false,
    why: 'a busy service: 83 rows a line, as an index leads to blocks',
  },
  { rows: 50_000_000, lines: 400_000, heavy: true, why: '125 rows a line' },
  { rows: 11_000_000, lines: 0, heavy: true, why: 'all of it for nothing' },
] as const)('$why', ({ rows, lines, heavy }) => {
  const note = noteOfHeavyRead(rows, lines);
  expect(note?.outcome).toBe(heavy ? 'note' : undefined);
  if (note !== null) expect(note.because).toContain(`${rows.toLocaleString('en')} rows`);
});
