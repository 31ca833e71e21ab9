import type { JudgeConfig } from '../config/judge-config.js';
import { withFindings } from '../core/judgement.js';
import { judgeSignatures } from '../core/judges/signatures.js';
import { noteOfNoLookBack, noteOfUnread } from '../core/signatures/notes.js';
import { compareSignatures } from '../core/signatures/compare.js';
import type { SignatureReading } from '../core/signatures/reading.js';
import type { Finding } from '../core/verdict.js';
import { lengthMs } from '../core/window.js';
import { withDeadline } from '../deadline.js';
import { SourceError } from '../errors.js';
import type { SignatureQuestion } from '../sources/source.js';
import type { LiveOutcome } from './outcome.js';
import type { Run } from './run.js';

/** Texts are read once, when the counts are in, and nobody waits long for them: they explain, and seldom decide. */
const TIMEOUT_MS = 30_000;

/** More are not told. */
const MOST_TOLD = 20;

/**
 * The outcome with what the errors say. What cannot be read is told and changes no verdict; an early rollback stands already, so that
 * texts only explain it.
 */
export async function withSignatures(run: Run, outcome: LiveOutcome): Promise<LiveOutcome> {
  const { config, rule } = run;
  const { judgement, pair, windows } = outcome;
  if (config.signatures === 'off' || windows.after.toMs <= windows.after.fromMs) return outcome;
  const { reading, lookBackMs, notes } = await readSignatures(run, outcome);
  if (reading === null) return { ...outcome, judgement: withFindings(judgement, notes) };
  const { analysis } = judgement;
  const compared = compareSignatures(reading, {
    exposure: (pair.exposureRatio * lengthMs(windows.after)) / lengthMs(windows.before),
    sensitivity: rule.sensitivity,
    allow: config.allow,
    lookedBack: lookBackMs > 0,
  });
  const isSettled = rule.plain || (analysis.guard?.firedAtSeconds ?? null) !== null;
  const newness = { judgedBuckets: analysis.after.judged, bucketSeconds: pair.bucketSeconds, budget: rule.budget };
  const findings = judgeSignatures(compared, reading, newness, isSettled ? 'explain' : config.signatures);
  return {
    ...outcome,
    judgement: withFindings(judgement, [...findings, ...notes]),
    signatures: compared.slice(0, MOST_TOLD).map(({ signature }) => signature),
  };
}

interface Read {
  readonly reading: SignatureReading | null;
  /** How far back it reaches. */
  readonly lookBackMs: number;
  readonly notes: readonly Finding[];
}

/** With the look-back where that is affordable, else without; nothing where texts cannot be read at all. */
async function readSignatures(run: Run, outcome: LiveOutcome): Promise<Read> {
  const { config } = run;
  const question = questionOf(config, outcome);
  const far = await farQuestion(run, outcome, question);
  if (far !== null && !(far instanceof Error)) {
    const reading = await asked(run, (signal) => outcome.source.signatures(far, signal));
    if (!(reading instanceof Error)) return readOr(reading, far.lookBackMs, [], config);
    if (HOPELESS.has(reading.code)) return unread(reading.message);
    return await readNear(run, outcome, question, [noteOfNoLookBack(reading.message)]);
  }
  const notes = far instanceof Error ? [noteOfNoLookBack(far.message)] : [];
  return await readNear(run, outcome, question, notes);
}

async function readNear(
  run: Run,
  { source }: LiveOutcome,
  question: SignatureQuestion,
  notes: readonly Finding[],
): Promise<Read> {
  const reading = await asked(run, (signal) => source.signatures(question, signal));
  return reading instanceof Error ? unread(reading.message) : readOr(reading, 0, notes, run.config);
}

function readOr(
  reading: SignatureReading | null,
  lookBackMs: number,
  notes: readonly Finding[],
  { withSamples }: JudgeConfig,
): Read {
  if (reading !== null) return { reading, lookBackMs, notes };
  // Counters have no text, which surprises nobody.
  if (withSamples) return { reading: null, lookBackMs: 0, notes: [] };
  return unread('--no-samples leaves messages out, and lines name no exception type');
}

function unread(why: string): Read {
  return { reading: null, lookBackMs: 0, notes: [noteOfUnread(why)] };
}

/** A shorter question would fail in the same way. */
const HOPELESS: ReadonlySet<string> = new Set(['missing-grant', 'unknown-column', 'refused', 'unreachable', 'login']);

/** The question with the look-back; null where it would tell nothing, an error where that cannot be found out. */
async function farQuestion(
  run: Run,
  { source, pair }: LiveOutcome,
  question: SignatureQuestion,
): Promise<SignatureQuestion | null | SourceError> {
  const { lookBackMs } = run.config;
  // Without an error nothing can be new.
  if (lookBackMs === 0 || pair.after.errors.every((count) => count === null || count === 0)) return null;
  const far = {
    ...question,
    lookBackMs: Math.ceil(lookBackMs / question.windows.bucketMs) * question.windows.bucketMs,
  };
  const reaches = await asked(run, (signal) => source.reaches(far, signal));
  if (reaches instanceof Error) return reaches;
  return reaches ? far : new SourceError('failed', 'the logs do not reach so far back', '');
}

function questionOf({ withSamples }: JudgeConfig, { windows, judgement }: LiveOutcome): SignatureQuestion {
  const judgedFromMs = windows.after.fromMs + judgement.analysis.after.warmUp * windows.bucketMs;
  return { windows, judgedFromMs, lookBackMs: 0, withBodies: withSamples };
}

/** The answer, or how the source failed. */
async function asked<T>(
  { source, config, signal }: Run,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T | SourceError> {
  const ms = Math.min(TIMEOUT_MS, config.timeoutMs);
  try {
    const doing = `reading what errors say from ${source.info.name}`;
    return await withDeadline({ ms, flag: '--timeout', doing }, signal, ask);
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
}
