import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ReportRequest } from './config/reports.js';
import type { JudgeConfig } from './config/judge-config.js';
import { requestsOf } from './deliver/ci-system.js';
import { explain } from './explain.js';
import { reasonOf } from './file-errors.js';
import { rendered } from './reporters/index.js';
import { IN_A_FILE } from './reporters/options.js';
import type { Ending } from './core/ending.js';
import { presentationFor } from './reporters/presentation.js';
import type { World } from './world.js';

/** What is asked of the config. */
type Settings = Pick<JudgeConfig, 'format' | 'outputFile' | 'wantsColor' | 'reports'>;

/**
 * Writes every report of a run: the verdict to stdout or its file first, then those of `--report`. What cannot be written
 * is told on stderr; nothing here changes the verdict or the code.
 */
export async function deliver(ending: Ending, config: Settings, world: World, signal: AbortSignal): Promise<void> {
  await writeVerdict(ending, config, world, signal);
  for (const request of requestsOf(config.reports, world.env)) {
    try {
      await writeReport(ending, request, world, signal);
    } catch (error) {
      signal.throwIfAborted();
      world.stderr.write(`warning: the report ${request.name} failed: ${explain(error)}`);
    }
  }
}

/**
 * When the file of the verdict cannot be written, stdout gets it, because a verdict must not be lost. Without a verdict stdout
 * stays empty, but a file is told so: it may hold the verdict of an earlier run.
 */
async function writeVerdict(ending: Ending, config: Settings, world: World, signal: AbortSignal): Promise<void> {
  const { format, outputFile, wantsColor } = config;
  const isJudged = ending.kind === 'judged';
  if (outputFile !== null) {
    const { writeWhole } = await import('./deliver/write.js');
    try {
      return await writeWhole(outputFile, await rendered(ending, format, IN_A_FILE), world, signal);
    } catch (error) {
      signal.throwIfAborted();
      warnOfFile(outputFile, error, world, isJudged ? '; the report follows on stdout' : '');
    }
  }
  if (!isJudged) return;
  world.stdout.write(await rendered(ending, format, presentationFor(world.stdout, world.env, wantsColor)));
}

async function writeReport(ending: Ending, request: ReportRequest, world: World, signal: AbortSignal): Promise<void> {
  const { piecesOf } = await import('./deliver/pieces.js');
  const { append, writeWhole } = await import('./deliver/write.js');
  for (const { name, text, place } of await piecesOf(ending, request, world.env)) {
    if (place.kind === 'log') {
      world.stderr.write(text);
      continue;
    }
    const file = place.kind === 'file' ? place.path : world.env[place.variable];
    if (place.kind === 'append' && (file ?? '') === '') {
      world.stderr.write(
        `warning: ${place.variable} is not set, so nobody takes ${name} of the report ${request.name}\n`,
      );
    }
    if (file === undefined || file === '') continue;
    // A place that nobody named, such as Tekton's, is made by its CI system, or this is none.
    if (request.path === null && !existsSync(path.dirname(file))) {
      world.stderr.write(`warning: cannot write ${file}: no such folder\n`);
      continue;
    }
    try {
      await (place.kind === 'append' ? append(file, text) : writeWhole(file, text, world, signal));
    } catch (error) {
      signal.throwIfAborted();
      warnOfFile(file, error, world);
    }
  }
}

function warnOfFile(file: string, error: unknown, world: World, consequence = ''): void {
  world.stderr.write(`warning: cannot write ${file}: ${reasonOf(error)}${consequence}\n`);
}
