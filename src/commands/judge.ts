import { act } from '../act.js';
import type { RawFlags } from '../config/settings.js';
import { readEffective } from '../config/effective.js';
import { readJudgeConfig } from '../config/judge.js';
import type { JudgeConfig } from '../config/judge-config.js';
import type { Report } from '../core/report.js';
import { SourceError } from '../errors.js';
import { codeOfFailedSource, EXIT_CODE } from '../exit-codes.js';
import { reasonOf } from '../file-errors.js';
import { createProgress } from '../progress.js';
import { presentationFor } from '../reporters/presentation.js';
import { reporters } from '../reporters/index.js';
import { dryRun, runJudge } from '../run.js';
import { explain } from '../explain.js';
import type { World } from '../world.js';

/** `canary-verdict judge`: judges one release, writes its report, and answers the exit code. */
export async function judge(flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const warn = (problem: string) => void world.stderr.write(`warning: ${problem}\n`);
  const effective = await readEffective(flags, world.env, '', warn);
  const config = readJudgeConfig(effective, world.now());
  if (config.isDryRun && config.origin.kind !== 'recorded') {
    world.stdout.write(await dryRun(config, config.origin, world));
    return EXIT_CODE.pass;
  }
  const progress = createProgress(world.stderr, config.isQuiet);
  try {
    const report = await runJudge(config, world, progress, signal);
    await deliver(report, config, world);
    await act({ kind: 'judged', report }, config, world, signal);
    return report.exitCode;
  } catch (error) {
    // Only a failing source may be mapped: a typo never passes and never rolls back.
    if (!(error instanceof SourceError)) throw error;
    const code = codeOfFailedSource(config.codeMapping);
    const mapped =
      code === EXIT_CODE.sourceFailed ? '' : `no verdict was reached; exit code ${code} because of --if-error\n`;
    world.stderr.write(explain(error) + mapped);
    const { code: cause, message } = error;
    const failure = { service: config.service, exitCode: code, code: cause, message };
    await act({ kind: 'failed', failure }, config, world, signal);
    return code;
  }
}

/** Writes the report; when its file cannot be written, stdout gets it, because a verdict must not be lost. */
async function deliver(report: Report, { format, outputFile, wantsColor }: JudgeConfig, world: World): Promise<void> {
  const render = reporters[format];
  if (outputFile !== null) {
    try {
      const { writeFile } = await import('node:fs/promises');
      return await writeFile(outputFile, render(report, { colorLevel: 0, unicode: true, columns: 80 }));
    } catch (error) {
      world.stderr.write(`warning: cannot write ${outputFile}: ${reasonOf(error)}; the report follows on stdout\n`);
    }
  }
  world.stdout.write(render(report, presentationFor(world.stdout, world.env, wantsColor)));
}
