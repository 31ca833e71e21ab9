import { readEffective } from '../config/effective.js';
import { readJudgeConfig } from '../config/judge.js';
import type { JudgeConfig } from '../config/judge-config.js';
import { readChoice } from '../config/readers.js';
import { settingsOfFlags, type RawFlags } from '../config/settings.js';
import { diagnose, misconfigured, type Diagnosis } from '../doctor/diagnose.js';
import { patientOf } from '../doctor/patient.js';
import { diagnosisText } from '../doctor/text.js';
import { UserError } from '../errors.js';
import { presentationFor } from '../reporters/presentation.js';
import { openExaminer } from '../sources/clickhouse/examine.js';
import type { EmbeddedSettings, ServerSettings } from '../sources/settings.js';
import type { World } from '../world.js';

/** `canary-verdict doctor`: asks everything that a judgement rests on, one line each, and answers the code it would end with. */
export async function doctor(flags: RawFlags, world: World, signal: AbortSignal): Promise<number> {
  const format = readChoice(settingsOfFlags(flags), 'format', ['text', 'json']) ?? 'text';
  const diagnosis = await examined(flags, world, signal);
  const { checks, code } = diagnosis;
  world.stdout.write(
    format === 'json'
      ? `${JSON.stringify({ schemaVersion: 1, code, checks }, null, 2)}\n`
      : diagnosisText(diagnosis, presentationFor(world.stdout, world.env, flags['color'] !== false)),
  );
  return code;
}

async function examined(flags: RawFlags, world: World, signal: AbortSignal): Promise<Diagnosis> {
  const warnings: string[] = [];
  const read = await readConfig(flags, world, (problem) => void warnings.push(problem));
  if (read instanceof UserError) return misconfigured(read);
  const { config, settings } = read;
  const { service, environment, level, canary, stable } = config;
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
    return await diagnose(patientOf({ config, warnings, settings, examiner, world, signal: asking }));
  } finally {
    over.abort();
    await examiner.close();
  }
}

/** What is to be looked at; a mistake in flags, variables or the file is a finding like any other. */
async function readConfig(flags: RawFlags, world: World, warn: (problem: string) => void) {
  try {
    const config = readJudgeConfig(await readEffective(flags, world.env, '', warn), world.now(), 'source');
    return { config, settings: tableIn(config) };
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function tableIn({ origin }: JudgeConfig): ServerSettings | EmbeddedSettings {
  if (origin.kind === 'clickhouse' || origin.kind === 'chdb') return origin;
  throw new UserError(
    'doctor looks at a ClickHouse table, not at files',
    'Give --url http://HOST:8123 or --url chdb:PATH.',
  );
}
