import { act } from '../act.js';
import type { RawFlags } from '../config/settings.js';
import { destinationsOf } from '../config/destinations.js';
import { readEffective, type Effective } from '../config/effective.js';
import { readJudgeConfig } from '../config/judge.js';
import { deliver } from '../deliver.js';
import { requestsOf } from '../deliver/ci-system.js';
import { SourceError } from '../errors.js';
import { codeOfFailedSource, EXIT_CODE } from '../exit-codes.js';
import { oneLine } from '../core/text/one-line.js';
import { explain } from '../explain.js';
import { createProgress } from '../progress.js';
import { dryRun, runJudge } from '../run.js';
import type { World } from '../world.js';

/** `canary-verdict judge`: judges one release, writes its reports, and answers the exit code. */
export async function judge(flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const warn = (problem: string) => void world.stderr.write(`warning: ${oneLine(problem)}\n`);
  const effective = await readEffective(flags, world.env, '', warn);
  await disownReports(effective, world, signal);
  const config = readJudgeConfig(effective, world.now());
  if (config.isDryRun && config.origin.kind !== 'recorded') {
    world.stdout.write(await dryRun(config, config.origin, world));
    return EXIT_CODE.pass;
  }
  const progress = createProgress(world.stderr, config.isQuiet);
  try {
    const report = await runJudge(config, world, progress, signal);
    const ending = { kind: 'judged', report } as const;
    await deliver(ending, config, world, signal);
    await act(ending, config, world, signal);
    return report.exitCode;
  } catch (error) {
    // Only a failing source may be mapped: a typo never passes and never rolls back.
    if (!(error instanceof SourceError)) throw error;
    const code = codeOfFailedSource(config.codeMapping);
    const mapped =
      code === EXIT_CODE.sourceFailed ? '' : `no verdict was reached; exit code ${code} because of --if-error\n`;
    world.stderr.write(explain(error) + mapped);
    const { code: cause, message, hint } = error;
    const failure = {
      service: config.service,
      exitCode: code,
      code: cause,
      message,
      hint,
      runbookUrls: config.runbooks,
    };
    const ending = { kind: 'failed', failure } as const;
    await deliver(ending, config, world, signal);
    await act(ending, config, world, signal);
    return code;
  }
}

/** Takes from the reports of an earlier run what could be read as the verdict of this one, whatever becomes of it. */
export async function disownReports(
  effective: Pick<Effective, 'settings' | 'reports'>,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  const destinations = destinationsOf(effective);
  if (destinations === null) return;
  const { outputFile, reports } = destinations;
  // What writes reports takes time to load, and most runs write none.
  if (outputFile === null && requestsOf(reports, world.env).length === 0) return;
  const { disownEarlier } = await import('../deliver/disown.js');
  await disownEarlier(destinations, world, signal);
}
