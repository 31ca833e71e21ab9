import type { JudgeConfig } from '../config/judge-config.js';
import type { Interval } from '../core/window.js';
import { withDeadline } from '../deadline.js';
import { SourceError, type SourceErrorCode } from '../errors.js';
import type { Greeting } from '../sources/clickhouse/clock.js';
import type { ExaminedLayout, Examiner, InstanceSeen } from '../sources/clickhouse/examine.js';
import type { TableFacts } from '../sources/clickhouse/layouts/facts.js';
import type { EmbeddedSettings, ServerSettings } from '../sources/settings.js';
import type { Surroundings } from '../sources/source.js';
import type { World } from '../world.js';

/** What the doctor looks at. Answers that several checks need are asked for once. */
export interface Patient {
  readonly config: JudgeConfig;
  /** What is unsafe about the configuration file. */
  readonly warnings: readonly string[];
  readonly settings: ServerSettings | EmbeddedSettings;
  readonly examiner: Examiner;
  readonly world: World;
  readonly signal: AbortSignal;
  greeting(): Promise<Greeting>;
  facts(): Promise<TableFacts>;
  layout(): Promise<ExaminedLayout>;
  /** The server's clock now, in epoch milliseconds. */
  serverNowMs(): Promise<number>;
  /** The last hour by the server's clock, and a little of the time to come, for clocks that are ahead. */
  lastHour(): Promise<Interval>;
  /** Who logged in that hour; the failure where that is more than a judgement ever reads, and took too much or too long. */
  surroundings(): Promise<Surroundings | SourceError>;
  /** Which instances of the service logged in that hour. */
  instances(): Promise<readonly InstanceSeen[]>;
}

const HOUR_MS = 3_600_000;
const AHEAD_MS = 300_000;
const SURROUNDINGS_MS = 20_000;
const TOO_MUCH = new Set<SourceErrorCode>(['timeout', 'too-many-rows', 'memory-limit']);

/** Makes a patient of a source. */
export function patientOf(
  parts: Pick<Patient, 'config' | 'warnings' | 'settings' | 'examiner' | 'world' | 'signal'>,
): Patient {
  const { examiner, world, signal } = parts;
  let greeting: Promise<Greeting> | undefined;
  let surroundings: Promise<Surroundings | SourceError> | undefined;
  let instances: Promise<readonly InstanceSeen[]> | undefined;

  const serverNowMs = async () => {
    const { serverNowMs: thenMs, measuredAtMs } = await (greeting ??= examiner.greet(signal));
    return thenMs + world.now() - measuredAtMs;
  };
  const lastHour = async () => {
    const nowMs = Math.round(await serverNowMs());
    return { fromMs: nowMs - HOUR_MS, toMs: nowMs + AHEAD_MS };
  };
  const askSurroundings = async () => {
    const span = await lastHour();
    const asking = { ms: SURROUNDINGS_MS, flag: '--timeout', doing: 'asking who logged in the last hour' };
    try {
      return await withDeadline(asking, signal, (limited) => examiner.surroundings(span, limited));
    } catch (error) {
      if (error instanceof SourceError && TOO_MUCH.has(error.code)) return error;
      throw error;
    }
  };
  return {
    ...parts,
    greeting: () => (greeting ??= examiner.greet(signal)),
    facts: () => examiner.facts(signal),
    layout: () => examiner.layout(signal),
    serverNowMs,
    lastHour,
    surroundings: () => (surroundings ??= askSurroundings()),
    instances: async () => await (instances ??= examiner.instances(await lastHour(), signal)),
  };
}
