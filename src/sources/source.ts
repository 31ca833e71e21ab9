import type { BucketCount } from '../core/coverage.js';
import type { ReportQuery, ReportSource } from '../core/report.js';
import type { LookBack } from '../core/signatures/look-back.js';
import type { SignatureReading } from '../core/signatures/reading.js';
import type { Interval, Windows } from '../core/window.js';
import type { Selector } from './settings.js';

/** A place where log lines can be counted: a ClickHouse server, the embedded engine, or log files read by it. */
export interface LogSource {
  /** What the report says about it, redacted. */
  readonly info: ReportSource;
  /**
   * The one query of a judgement, as it would be sent; asks no server. `readUntilMs` lies at or after the end of
   * the after window: lines beyond the window prove that the window itself is complete.
   */
  plan(windows: Windows, readUntilMs: number): PlannedQuery;
  /** Proves that the source answers, wakes an idled server and reads its clock. */
  connect(signal: AbortSignal): Promise<ServerClock>;
  /** Runs the planned query. */
  read(windows: Windows, readUntilMs: number, signal: AbortSignal): Promise<Reading>;
  /** Which versions of the service logged in this span, on how many instances. */
  census(span: Interval, signal: AbortSignal): Promise<readonly VersionSeen[]>;
  /** The same source looking at other instances; what it has learnt is shared, and closing either closes both. */
  withSides(sides: Sides): LogSource;
  /** The collector that wrote the table, as a service: its errors are counters that it lost. Null where none says what it lost. */
  collector(): LogSource | null;
  /** Who else logs in this span; asked only when the service or the canary is silent, to tell why. */
  surroundings(span: Interval, signal: AbortSignal): Promise<Surroundings>;
  /** What the service's errors say in both windows; null where rows hold nothing to tell them by. */
  signatures(question: SignatureQuestion, signal: AbortSignal): Promise<SignatureReading | null>;
  /** What the past knows of some signatures; null where the service logged nothing at the far end of the look-back, which is no past then. */
  lookBack(question: LookBackQuestion, signal: AbortSignal): Promise<LookBack | null>;
  close(): Promise<void>;
}

/** What is to be read of the errors' texts. */
export interface SignatureQuestion {
  readonly windows: Windows;
  /** End of the warm-up, on the grid of the buckets. */
  readonly judgedFromMs: number;
  /** Whether messages may be read; exception types alone where not. */
  readonly withBodies: boolean;
}

/** What is to be looked up in a longer past. */
export interface LookBackQuestion extends SignatureQuestion {
  /** How long before both windows to look, in whole buckets. */
  readonly lookBackMs: number;
  /** The signatures, by the source's own names. */
  readonly keys: readonly string[];
}

/** Which instances run the new version and which the old one. */
export interface Sides {
  readonly canary: readonly Selector[];
  readonly stable: readonly Selector[];
}

/** One version of a service in a span. */
export interface VersionSeen {
  /** Empty where its lines name none. */
  readonly version: string;
  readonly firstMs: number;
  readonly lines: number;
  /** Instances that ran it; 0 where lines name none. */
  readonly instances: number;
}

export interface PlannedQuery {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string | number | readonly string[]>>;
}

export interface ServerClock {
  /** The server's clock at the moment of `measuredAtMs`. */
  readonly serverNowMs: number;
  /** Local clock (epoch milliseconds) halfway between question and answer. */
  readonly measuredAtMs: number;
  readonly serverVersion: string;
}

export interface Reading {
  /** Non-empty buckets of both windows and beyond, in any order. */
  readonly buckets: readonly BucketCount[];
  /** Newest line of the canary's selection, any level; null where there was none. */
  readonly newestMs: number | null;
  /** Newest line of the whole service, any level; null where there was none. */
  readonly newestOfServiceMs: number | null;
  readonly query: ReportQuery;
}

export interface Surroundings {
  /** Newest line of any service in the span; null when nobody logged: the pipeline is down or the table is the wrong one. */
  readonly newestMs: number | null;
  /** Names of services that logged in the span, at most 50, most lines first. */
  readonly services: readonly string[];
}
