import { withoutFile } from '../config/effective.js';
import { quoted } from '../config/fields.js';
import { readJudgeConfig } from '../config/judge.js';
import { settingsOfFlags, text, type RawFlags } from '../config/settings.js';
import { formatInstant } from '../core/time.js';
import type { Interval } from '../core/window.js';
import { prepareFolder } from '../demo/folder.js';
import { loadLogs } from '../demo/load.js';
import { releaseMs } from '../demo/logs.js';
import { LOGS_MINUTES, SCENARIOS, type Scenario } from '../demo/scenarios.js';
import { heading, introduction, summary, tryNext, type Judged, type Suggestion } from '../demo/screen.js';
import { UserError } from '../errors.js';
import { EXIT_CODE } from '../exit-codes.js';
import { createProgress } from '../progress.js';
import { reporters } from '../reporters/index.js';
import { programWords } from '../program-words.js';
import { presentationFor } from '../reporters/presentation.js';
import { penOf } from '../reporters/text/pen.js';
import { runJudge } from '../run.js';
import { shellWord } from '../reproduce.js';
import { importChdb, openEngine } from '../sources/clickhouse/client.js';
import type { World } from '../world.js';

const FOLDER = 'canary-verdict-demo';
const SEED = 1;
const MINUTE_MS = 60_000;

/** `canary-verdict demo`: makes logs with three releases in them, judges each as `judge` would, and says what to try next. */
export async function demo(flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const settings = settingsOfFlags(flags);
  const folder = text(settings, 'dir') ?? FOLDER;
  const seed = readSeed(text(settings, 'seed'));
  // Recent logs, so that "-40m" means something; on a whole minute, so that the times are easy to read.
  const toMs = Math.floor(world.now() / MINUTE_MS) * MINUTE_MS;
  const span = { fromMs: toMs - LOGS_MINUTES * MINUTE_MS, toMs };
  const look = presentationFor(world.stdout, world.env, flags['color'] !== false);
  const pen = penOf(look);
  const program = programWords(world.script);

  // Without an engine there is no demo, so ask for it before anything is made.
  await importChdb();
  prepareFolder(folder, { seed, from: formatInstant(span.fromMs), to: formatInstant(span.toMs) });
  world.stdout.write(introduction({ folder, seed }, pen));
  const progress = createProgress(world.stderr, false);
  progress.update(`writing the logs ${pen.glyphs.ellipsis}`, world.monotonicMs());
  const client = await openEngine(folder);
  try {
    await loadLogs(client, span, seed, signal);
  } finally {
    await client.close();
    progress.clear();
  }

  const judged: Judged[] = [];
  for (const [index, scenario] of SCENARIOS.entries()) {
    world.stdout.write(heading(scenario, index, SCENARIOS.length, pen));
    const config = readJudgeConfig(withoutFile(judgeFlags(scenario, folder, span), {}), world.now());
    const report = await runJudge(config, world, createProgress(world.stderr, true), signal);
    const shown = { ...report, reproduce: report.reproduce.replace(/^canary-verdict/, program.join(' ')) };
    world.stdout.write(reporters.text(shown, look));
    judged.push({ scenario, report });
  }
  world.stdout.write(summary(judged, pen));
  world.stdout.write(tryNext(suggestions(folder, span, program), ['rm', '-r', shellWord(folder)], pen));
  return EXIT_CODE.pass;
}

function readSeed(value: string | undefined): number {
  if (value === undefined) return SEED;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UserError(`--seed ${quoted(value)} is not a whole number`, 'Give --seed a number like 7.');
}

/** What `judge` would be told on its command line. */
function judgeFlags(scenario: Scenario, folder: string, span: Interval): RawFlags {
  return {
    url: `chdb:${folder}`,
    service: scenario.service,
    releasedAt: formatInstant(releaseMs(scenario, span)),
    canary: scenario.canary,
  };
}

/** What a person asks next, in the order in which they ask it. */
function suggestions(folder: string, span: Interval, program: readonly string[]): readonly Suggestion[] {
  const judge = (service: string, ...more: readonly string[]): readonly string[] => {
    const released = SCENARIOS.filter((scenario) => scenario.service === service).map((one) => releaseMs(one, span));
    const at = released.flatMap((ms) => ['--released-at', formatInstant(ms)]);
    return [...program, 'judge', '--url', shellWord(`chdb:${folder}`), '--service', service, ...at, ...more];
  };
  return [
    {
      learns: 'why a canary is named: among nine good neighbours the rise hides',
      words: judge('payments', '--signatures', 'off'),
    },
    { learns: 'what a bare median × 2 makes of one error in a quiet service', words: judge('refunds', '--plain') },
    { learns: 'the whole report, for a program', words: judge('checkout', '--format', 'json') },
    { learns: 'your own logs, where they are', words: [...program, 'help', 'judge'] },
  ];
}
