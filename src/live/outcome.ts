import { judgeSeries, type Judgement } from '../core/judgement.js';
import type { ReportQuery, ReportSignature } from '../core/report.js';
import type { SeriesPair } from '../core/series.js';
import type { Finding } from '../core/verdict.js';
import type { Windows } from '../core/window.js';
import type { LogSource } from '../sources/source.js';
import type { Run } from './run.js';

/** What a live judgement ends with. */
export interface LiveOutcome {
  readonly judgement: Judgement;
  readonly pair: SeriesPair;
  /** The windows as they were judged. */
  readonly windows: Windows;
  readonly query: ReportQuery | null;
  /** What the errors say; absent where that was not read. */
  readonly signatures?: readonly ReportSignature[];
  /** The source as it was asked, with the instances that were looked at. */
  readonly source: LogSource;
}

/** Judges what is known now. */
export function outcomeOf(
  { rule, source }: Run,
  pair: SeriesPair,
  windows: Windows,
  observed: readonly Finding[],
  query: ReportQuery | null,
): LiveOutcome {
  return { judgement: judgeSeries(pair, rule, observed), pair, windows, query, source };
}
