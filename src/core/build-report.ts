import type { Judgement } from './judgement.js';
import type { Control, FineSeries, SeriesPair } from './series.js';
import { formatInstant } from './time.js';
import type { Interval, Windows } from './window.js';
import type {
  Report,
  RunbookUrls,
  ReportInterval,
  ReportSeries,
  ReportedSeries,
  ReportSignature,
  ReportSource,
  ReportQuery,
} from './report.js';

/** What one run knows when it is over. */
export interface ReportParts {
  readonly version: string;
  readonly judgement: Judgement;
  /** What was judged. */
  readonly pair: SeriesPair;
  readonly service: string | null;
  /** Null for a recorded series, which has no clock. */
  readonly windows: Windows | null;
  /** Absent where message bodies were not looked at. */
  readonly signatures?: readonly ReportSignature[];
  /** The addresses that are configured, of whichever codes. */
  readonly runbookUrls?: RunbookUrls;
  readonly source: ReportSource;
  readonly query: ReportQuery | null;
  readonly exitCode: number;
  readonly reproduce: string;
  readonly durationMs: number;
}

/** Puts one run into the contract: field by field, so that nothing that is not in it slips through. */
export function buildReport(parts: ReportParts): Report {
  const { judgement, pair, windows } = parts;
  const { rule, bucketSeconds, exposureRatio, ...analysis } = judgement.analysis;
  return {
    schemaVersion: 1,
    version: parts.version,
    verdict: judgement.verdict,
    exitCode: parts.exitCode,
    reasons: judgement.reasons,
    service: parts.service,
    release: { at: windows && formatInstant(windows.releaseMs) },
    windows: windows && { before: reportInterval(windows.before), after: reportInterval(windows.after) },
    bucketSeconds,
    exposureRatio,
    rule,
    series: reportedSeries(pair),
    analysis,
    findings: judgement.findings,
    ...(parts.signatures && { signatures: parts.signatures.map(reportSignature) }),
    ...runbooksOf(judgement, parts.runbookUrls ?? {}),
    source: parts.source,
    query: parts.query,
    reproduce: parts.reproduce,
    durationMs: parts.durationMs,
  };
}

function runbooksOf({ findings, reasons }: Judgement, urls: RunbookUrls): { readonly runbookUrls?: RunbookUrls } {
  const codes = new Set([...findings, ...reasons].map(({ code }) => code));
  const told = Object.entries(urls).filter(([code]) => codes.has(code));
  return told.length === 0 ? {} : { runbookUrls: Object.fromEntries(told) };
}

function reportInterval({ fromMs, toMs }: Interval): ReportInterval {
  return { from: formatInstant(fromMs), to: formatInstant(toMs) };
}

function reportSignature(signature: ReportSignature): ReportSignature {
  const { id, status, template, exception, before, after, lookBack, firstSeen, instances, sample, isAllowed } =
    signature;
  return { id, status, template, exception, before, after, lookBack, firstSeen, instances, sample, isAllowed };
}

function reportedSeries({ before, after, fineAfter, control }: SeriesPair): ReportedSeries {
  return {
    before: reportSeries(before),
    after: reportSeries(after),
    ...(fineAfter && { fineAfter: reportFine(fineAfter) }),
    ...(control && { control: reportControl(control) }),
  };
}

function reportControl({ after, before, fineAfter, exposureRatio }: Control): Control {
  return {
    after: reportSeries(after),
    ...(before && { before: reportSeries(before) }),
    ...(fineAfter && { fineAfter: reportFine(fineAfter) }),
    exposureRatio,
  };
}

function reportFine({ bucketSeconds, errors }: FineSeries): FineSeries {
  return { bucketSeconds, errors };
}

function reportSeries({ errors, lines }: ReportSeries): ReportSeries {
  return { errors, lines };
}
