import { choice, quoted } from '../config/fields.js';
import { settingsOfFlags, text, type RawFlags } from '../config/settings.js';
import { UserError } from '../errors.js';
import { nearestFirst } from '../nearest.js';
import { presentationFor } from '../reporters/presentation.js';
import { runbookList, runbookText } from '../reporters/runbook.js';
import { runbookFor, runbooks, type Runbook } from '../runbooks/index.js';
import type { World } from '../world.js';

/**
 * `canary-verdict explain [CODE…]`: the runbooks of these codes, or every code with its title.
 * @throws UserError for a code that is none.
 */
export function explainCodes(codes: readonly string[], flags: RawFlags, world: World): void {
  const format = choice('--format', text(settingsOfFlags(flags), 'format') ?? 'text', ['text', 'json']);
  const found = codes.map(known);
  if (format === 'json') {
    const shown = codes.length === 0 ? runbooks : found;
    world.stdout.write(`${JSON.stringify(codes.length === 1 ? shown[0] : shown, null, 2)}\n`);
    return;
  }
  const presentation = presentationFor(world.stdout, world.env, flags['color'] !== false);
  world.stdout.write(
    codes.length === 0
      ? runbookList(runbooks, presentation)
      : found.map((runbook) => runbookText(runbook, presentation)).join('\n\n'),
  );
}

function known(code: string): Runbook {
  const runbook = runbookFor(code);
  if (runbook !== null) return runbook;
  const codes = runbooks.map((one) => one.code);
  throw new UserError(
    `there is no runbook for ${quoted(code)}`,
    `Did you mean ${nearestFirst(codes, code)[0] ?? ''}? canary-verdict explain lists all codes.`,
  );
}
