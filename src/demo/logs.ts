import { SEVERITY_NUMBER } from '../core/levels.js';
import type { Interval } from '../core/window.js';
import { arrivals, hex, seededChance, type Chance } from './chance.js';
import type { Scenario, Traffic } from './scenarios.js';
import type { Step } from './stories/story.js';

/** One row of `otel_logs` as JSONEachRow takes it; columns left out get their default. */
export interface LogRow {
  /** Unix seconds with nanoseconds, because a text without a zone would mean the server's zone. */
  readonly Timestamp: string;
  readonly TraceId: string;
  readonly SpanId: string;
  readonly TraceFlags: number;
  readonly SeverityText: string;
  readonly SeverityNumber: number;
  readonly ServiceName: string;
  readonly Body: string;
  readonly ResourceAttributes: Readonly<Record<string, string>>;
  readonly ScopeName: string;
  readonly LogAttributes: Readonly<Record<string, string>>;
}

const MINUTE_MS = 60_000;

/** The instant of the release, on a whole minute when the logs end on one. */
export function releaseMs(scenario: Scenario, span: Interval): number {
  return span.toMs - scenario.releasedMinutesAgo * MINUTE_MS;
}

/** All lines of a scenario in `span`, in no order: the same for the same seed, moved as a whole with the span. */
export function* logRows(scenario: Scenario, span: Interval, seed: number): Generator<LogRow> {
  const releasedMs = releaseMs(scenario, span);
  const resources = new Map(
    scenario.hosts.map((host) => {
      const released = scenario.releasedTo.includes(host);
      const { before, after } = scenario.versions;
      return [
        host,
        { before: resource(scenario, host, before), after: resource(scenario, host, released ? after : before) },
      ];
    }),
  );
  for (const [trafficIndex, traffic] of scenario.traffic.entries()) {
    for (const [hostIndex, host] of (traffic.hosts ?? scenario.hosts).entries()) {
      // A stream of chance of its own for each, so that a change to one leaves the lines of the others as they were.
      const chance = seededChance(seed + fingerprint(`${scenario.service} ${trafficIndex} ${hostIndex}`));
      for (const startMs of starts(traffic, chance, releasedMs, span)) {
        for (const row of requestRows(scenario.service, traffic.story(chance), startMs, chance)) {
          if (row.atMs >= span.toMs) continue;
          const { before, after } = resources.get(host) ?? {};
          yield { ...row.columns, ResourceAttributes: (row.atMs < releasedMs ? before : after) ?? {} };
        }
      }
    }
  }
}

function starts(traffic: Traffic, chance: Chance, releasedMs: number, span: Interval): Iterable<number> {
  const fromMs = traffic.fromMinutes === undefined ? span.fromMs : releasedMs + traffic.fromMinutes * MINUTE_MS;
  const toMs = traffic.toMinutes === undefined ? span.toMs : releasedMs + traffic.toMinutes * MINUTE_MS;
  return traffic.perSecond === 0 ? [fromMs] : arrivals(chance, traffic.perSecond, fromMs, toMs);
}

function* requestRows(
  service: string,
  steps: readonly Step[],
  startMs: number,
  chance: Chance,
): Generator<{ readonly atMs: number; readonly columns: Omit<LogRow, 'ResourceAttributes'> }> {
  const TraceId = hex(chance, 32);
  let atMs = startMs;
  for (const { delayMs, level, logger, body, attributes } of steps) {
    atMs += delayMs;
    yield {
      atMs,
      columns: {
        Timestamp: (atMs / 1000).toFixed(6),
        TraceId,
        SpanId: hex(chance, 16),
        TraceFlags: 1,
        SeverityText: level,
        SeverityNumber: SEVERITY_NUMBER[level],
        ServiceName: service,
        Body: body,
        ScopeName: `${service}/${logger}`,
        LogAttributes: attributes ?? {},
      },
    };
  }
}

function resource(scenario: Scenario, host: string, version: string): Readonly<Record<string, string>> {
  return {
    'service.name': scenario.service,
    'service.version': version,
    'service.instance.id': host,
    'host.name': host,
    'k8s.namespace.name': 'shop',
    'k8s.pod.name': `${host}-${fingerprint(`${host} ${version}`).toString(36).slice(0, 5)}`,
    'deployment.environment.name': 'production',
    'telemetry.sdk.language': 'nodejs',
  };
}

/** A small hash (FNV-1a, 32 bits) that spreads names over seeds. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
