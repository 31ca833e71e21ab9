import { listEffective, type Listing } from '../config/file/listing.js';
import { readChoice } from '../config/readers.js';
import { settingsOfFlags, type RawFlags } from '../config/settings.js';
import { oneLine } from '../core/text/one-line.js';
import { EXIT_CODE } from '../exit-codes.js';
import type { World } from '../world.js';

/** `canary-verdict config`: prints what holds for a service and where each value came from, secrets masked. */
export function config(flags: RawFlags, world: World): number {
  const format = readChoice(settingsOfFlags(flags), 'format', ['text', 'json']) ?? 'text';
  const listing = listEffective(
    flags,
    world.env,
    '',
    (problem) => void world.stderr.write(`warning: ${oneLine(problem)}\n`),
  );
  world.stdout.write(format === 'json' ? `${JSON.stringify(listing, null, 2)}\n` : listingText(listing));
  return EXIT_CODE.pass;
}

function listingText({ file, service, connection, services, values }: Listing): string {
  const rows = values.map(({ key, value, from }) => [escaped(key), escaped(shown(value)), from] as const);
  const width = (column: 0 | 1) => Math.min(40, Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map(([key, value, from]) => `${key.padEnd(width(0))}  ${value.padEnd(width(1))}  ${from}`);
  const noService = services.length === 0 ? 'any' : `none chosen; give --service with one of: ${services.join(', ')}`;
  return [
    `file        ${file ?? 'none'}`,
    `service     ${service ?? noService}`,
    `connection  ${connection ?? 'none'}`,
    '',
    ...lines,
  ]
    .map((line) => `${escaped(line)}\n`)
    .join('');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whatever a terminal would obey is written out. */
function escaped(text: string): string {
  const code = (mark: string): string => (mark.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (mark) => `\\u${code(mark)}`);
}
