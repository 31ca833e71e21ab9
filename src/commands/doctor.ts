import { readEffective } from '../config/effective.js';
import { readJudgeConfig } from '../config/judge.js';
import type { JudgeConfig } from '../config/judge-config.js';
import type { RawFlags } from '../config/settings.js';
import { diagnose } from '../doctor/diagnose.js';
import { patientOf } from '../doctor/patient.js';
import { diagnosisText } from '../doctor/text.js';
import { UserError } from '../errors.js';
import { oneLine } from '../core/text/one-line.js';
import { presentationFor } from '../reporters/presentation.js';
import { openExaminer } from '../sources/clickhouse/examine.js';
import type { EmbeddedSettings, ServerSettings } from '../sources/settings.js';
import type { World } from '../world.js';

/** `canary-verdict doctor`: asks everything that a judgement rests on, one line each, and answers the code it would end with. */
export async function doctor(flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const warn = (problem: string) => void world.stderr.write(`warning: ${oneLine(problem)}\n`);
  const config = readJudgeConfig(await readEffective(flags, world.env, '', warn), world.now(), 'source');
  const settings = tableIn(config);
  const { service, environment, level, canary, stable, format, wantsColor } = config;
  const selection = {
    service: service ?? '',
    ...(environment !== null && { environment }),
    level,
    canary: canary === 'auto' ? [] : canary,
    stable,
  };
  const examiner = openExaminer(settings, selection, world);
  // A question that was given up must not keep the process alive.
  const over = new AbortController();
  try {
    const asking = AbortSignal.any([signal, over.signal]);
    const diagnosis = await diagnose(patientOf({ config, settings, examiner, world, signal: asking }));
    const { checks, code } = diagnosis;
    world.stdout.write(
      format === 'json'
        ? `${JSON.stringify({ schemaVersion: 1, code, checks }, null, 2)}\n`
        : diagnosisText(diagnosis, presentationFor(world.stdout, world.env, wantsColor)),
    );
    return code;
  } finally {
    over.abort();
    await examiner.close();
  }
}

function tableIn({ origin }: JudgeConfig): ServerSettings | EmbeddedSettings {
  if (origin.kind === 'clickhouse' || origin.kind === 'chdb') return origin;
  throw new UserError(
    'doctor looks at a ClickHouse table, not at files',
    'Give --url http://HOST:8123 or --url chdb:PATH.',
  );
}
