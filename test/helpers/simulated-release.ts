import type { BucketCount, SideCount } from '../../src/core/coverage.js';
import { withoutFile } from '../../src/config/effective.js';
import { readJudgeConfig } from '../../src/config/judge.js';
import type { RawFlags } from '../../src/config/settings.js';
import { judgeLive } from '../../src/live/judge-live.js';
import type { LiveOutcome } from '../../src/live/outcome.js';
import { createProgress } from '../../src/progress.js';
import type { Selector } from '../../src/sources/settings.js';
import type { LogSource, Sides } from '../../src/sources/source.js';
import type { World } from '../../src/world.js';

/** One instance of the service; times are seconds since the release. */
export interface Instance {
  readonly host: string;
  readonly version?: string;
  /** First and last second in which it logs; half an hour before the release, and for ever. */
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
  /** Lines of a second that are no errors; default 3. */
  readonly lines?: number | ((second: number) => number);
  /** Errors of a second; default one in 15 seconds. */
  readonly errors?: (second: number) => number;
  /** Share of its lines whose level is understood; default all. */
  readonly understood?: (second: number) => number;
  /** How long a line of this second is under way; default 1. */
  readonly lagSeconds?: (second: number) => number;
}

/** What the lines of one second of one instance come to. */
interface Second {
  readonly atMs: number;
  readonly arrivesMs: number;
  readonly instance: Instance;
  readonly lines: number;
  readonly errors: number;
  readonly recognised: number;
}

export const RELEASE_MS = Date.parse('2026-03-01T12:00:00Z');

/** Long enough for every window that a test judges. */
const LAST_SECOND = 1200;

/** One error in 15 seconds: two a bucket. */
export const usualErrors = (second: number): number => (second % 15 === 0 ? 1 : 0);

/** One error in 15 seconds before the release, ten times as many after it. */
export const tenfoldSinceRelease = (second: number): number => (second < 0 ? usualErrors(second) : (second % 3) % 2);

/**
 * Judges a release from its first second on as `judge` does, with the real walk and the real rule, on lines that are made up and a
 * clock that runs as fast as it is asked.
 */
export async function judgeSimulated(
  instances: readonly Instance[],
  flags: RawFlags,
  serverBehindMs = 0,
): Promise<LiveOutcome & { readonly codes: readonly string[]; readonly elapsedMs: number }> {
  const seconds = instances.flatMap(secondsOf);
  const clock = { nowMs: RELEASE_MS, serverBehindMs };
  const world = worldAt(clock);
  const named = { service: 'pay', url: 'http://unused', signatures: 'off', releasedAt: String(RELEASE_MS), ...flags };
  const config = readJudgeConfig(withoutFile(named, {}), RELEASE_MS);
  const sides = { canary: config.canary === 'auto' ? [] : config.canary, stable: config.stable };
  const progress = createProgress(world.stderr, true);
  const source = sourceOf(seconds, sides, clock);
  const outcome = await judgeLive(config, source, world, progress, new AbortController().signal);
  const codes = outcome.judgement.findings.map(({ code }) => code);
  return { ...outcome, codes, elapsedMs: clock.nowMs - RELEASE_MS };
}

function secondsOf(instance: Instance): readonly Second[] {
  const { fromSeconds = -1800, toSeconds = LAST_SECOND, lines = 3, errors = usualErrors } = instance;
  return Array.from({ length: Math.max(0, toSeconds - fromSeconds) }, (_, index) => {
    const second = fromSeconds + index;
    const failed = errors(second);
    const all = (typeof lines === 'number' ? lines : lines(second)) + failed;
    const atMs = RELEASE_MS + second * 1000;
    return {
      atMs,
      arrivesMs: atMs + (instance.lagSeconds?.(second) ?? 1) * 1000,
      instance,
      lines: all,
      errors: failed,
      recognised: Math.round(all * (instance.understood?.(second) ?? 1)),
    };
  }).filter(({ lines: all }) => all > 0);
}

interface Clock {
  nowMs: number;
  readonly serverBehindMs: number;
}

function worldAt(clock: Clock): World {
  const unused = { isTTY: false, write: () => true };
  return {
    env: {},
    stdin: process.stdin,
    stdout: unused,
    stderr: unused,
    stdoutStream: process.stdout,
    now: () => clock.nowMs,
    monotonicMs: () => clock.nowMs,
    random: () => 0.5,
    async sleep(ms, signal) {
      clock.nowMs += Math.max(ms, 1);
      // A look that is under way comes to its end.
      await new Promise(setImmediate);
      signal.throwIfAborted();
    },
  };
}

function sourceOf(seconds: readonly Second[], sides: Sides, clock: Clock): LogSource {
  const arrived = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): readonly Second[] =>
    seconds.filter(({ atMs, arrivesMs }) => arrivesMs <= clock.nowMs && atMs >= fromMs && atMs < toMs);
  const newest = (among: readonly Second[]): number | null =>
    among.length === 0 ? null : Math.max(...among.map(({ atMs }) => atMs));
  const query = { sql: '', parameters: {}, rowsRead: 0, bytesRead: 0, elapsedMs: 0 };
  return {
    info: {
      kind: 'clickhouse',
      name: 'made up',
      table: 'otel_logs',
      layout: 'otel-logs',
      serverVersion: '1',
      level: 'ERROR',
      canary: sides.canary.map(({ key, value }) => `${key}=${value}`),
      stable: sides.stable.map(({ key, value }) => `${key}=${value}`),
    },
    plan: () => ({ sql: '', parameters: {} }),
    connect: () =>
      Promise.resolve({
        serverNowMs: clock.nowMs - clock.serverBehindMs,
        measuredAtMs: clock.nowMs,
        serverVersion: '1',
      }),
    read({ before, after, bucketMs }, readUntilMs) {
      const end = { fromMs: after.fromMs, toMs: Math.max(readUntilMs, after.toMs) };
      const read = [...new Set([...arrived(before), ...arrived(end)])];
      const buckets = grouped(read, ({ atMs }) => Math.floor((atMs - before.fromMs) / bucketMs));
      return Promise.resolve({
        buckets: [...buckets].map(([index, inside]) => countOf(before.fromMs + index * bucketMs, inside, sides)),
        newestMs: newest(read.filter((second) => isCanary(second, sides))),
        newestOfServiceMs: newest(read),
        query,
      });
    },
    census(span) {
      const versions = grouped(arrived(span), ({ instance }) => instance.version ?? '');
      return Promise.resolve(
        [...versions].map(([version, inside]) => ({
          version,
          firstMs: Math.min(...inside.map(({ atMs }) => atMs)),
          lines: inside.reduce((sum, { lines }) => sum + lines, 0),
          instances: new Set(inside.map(({ instance }) => instance.host)).size,
        })),
      );
    },
    withSides: (found) => sourceOf(seconds, found, clock),
    collector: () => null,
    surroundings: (span) => Promise.resolve({ newestMs: newest(arrived(span)), services: ['pay'] }),
    signatures: () => Promise.resolve(null),
    lookBack: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
}

function grouped<Key>(seconds: readonly Second[], keyOf: (second: Second) => Key): ReadonlyMap<Key, readonly Second[]> {
  const groups = new Map<Key, Second[]>();
  for (const second of seconds) {
    const key = keyOf(second);
    groups.set(key, [...(groups.get(key) ?? []), second]);
  }
  return groups;
}

function countOf(startMs: number, inside: readonly Second[], sides: Sides): BucketCount {
  const canary = inside.filter((second) => isCanary(second, sides));
  const stable = inside.filter((second) => matches(second, sides.stable) && !isCanary(second, sides));
  return {
    startMs,
    ...sideOf(canary),
    serviceLines: sideOf(inside).lines,
    ...(sides.stable.length > 0 && { stable: sideOf(stable) }),
  };
}

function sideOf(seconds: readonly Second[]): SideCount {
  const total = (of: 'errors' | 'lines' | 'recognised'): number => seconds.reduce((sum, second) => sum + second[of], 0);
  return { errors: total('errors'), lines: total('lines'), recognised: total('recognised') };
}

function isCanary(second: Second, { canary }: Sides): boolean {
  return canary.length === 0 || matches(second, canary);
}

function matches({ instance }: Second, selectors: readonly Selector[]): boolean {
  return selectors.some(({ key, value }) => value === (key === 'version' ? instance.version : instance.host));
}
