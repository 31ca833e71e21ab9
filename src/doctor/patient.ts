import type { JudgeConfig } from '../config/judge-config.js';
import type { Interval } from '../core/window.js';
import type { Greeting } from '../sources/clickhouse/clock.js';
import type { ExaminedTable, Examiner } from '../sources/clickhouse/examine.js';
import type { EmbeddedSettings, ServerSettings } from '../sources/settings.js';
import type { World } from '../world.js';

/** What the doctor looks at. Answers that several checks need are asked for once. */
export interface Patient {
  readonly config: JudgeConfig;
  readonly settings: ServerSettings | EmbeddedSettings;
  readonly examiner: Examiner;
  readonly world: World;
  readonly signal: AbortSignal;
  greeting(): Promise<Greeting>;
  table(): Promise<ExaminedTable>;
  /** The server's clock now, in epoch milliseconds. */
  serverNowMs(): Promise<number>;
  /** The last hour by the server's clock, and a little of the time to come, for clocks that are ahead. */
  lastHour(): Promise<Interval>;
}

const HOUR_MS = 3_600_000;
const AHEAD_MS = 300_000;

/** Makes a patient of a source. */
export function patientOf(parts: Pick<Patient, 'config' | 'settings' | 'examiner' | 'world' | 'signal'>): Patient {
  const { examiner, world, signal } = parts;
  let greeting: Promise<Greeting> | undefined;
  let table: Promise<ExaminedTable> | undefined;
  const serverNowMs = async () => {
    const { serverNowMs: thenMs, measuredAtMs } = await (greeting ??= examiner.greet(signal));
    return thenMs + world.now() - measuredAtMs;
  };
  return {
    ...parts,
    greeting: () => (greeting ??= examiner.greet(signal)),
    table: () => (table ??= examiner.table(signal)),
    serverNowMs,
    async lastHour() {
      const nowMs = Math.round(await serverNowMs());
      return { fromMs: nowMs - HOUR_MS, toMs: nowMs + AHEAD_MS };
    },
  };
}
