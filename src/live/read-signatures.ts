import { unseenOf, withLookBack } from '../core/signatures/look-back.js';
import { noteOfNoLookBack, noteOfUnread } from '../core/signatures/notes.js';
import type { SignatureReading } from '../core/signatures/reading.js';
import type { Finding } from '../core/verdict.js';
import { withDeadline } from '../deadline.js';
import { SourceError } from '../errors.js';
import type { LookBackQuestion, SignatureQuestion } from '../sources/source.js';
import type { LiveOutcome } from './outcome.js';
import type { Run } from './run.js';

/** Texts are read when the counts are in, and nobody waits long for either question: they explain, and seldom decide. */
const TIMEOUT_MS = 30_000;

/** What was read, and what could not be. */
export interface SignaturesRead {
  /** Null where nobody can tell. */
  readonly reading: SignatureReading | null;
  readonly notes: readonly Finding[];
}

/**
 * Reads what errors say in both windows, and looks back for what is not in the window before: most releases bring nothing new, and a day of
 * texts costs far more than half an hour.
 */
export async function readSignatures(run: Run, outcome: LiveOutcome): Promise<SignaturesRead> {
  const { withSamples } = run.config;
  const { windows, judgement } = outcome;
  const judgedFromMs = windows.after.fromMs + judgement.analysis.after.warmUp * windows.bucketMs;
  const question = { windows, judgedFromMs, withBodies: withSamples };
  const reading = await asked(run, (signal) => outcome.source.signatures(question, signal));
  if (reading instanceof SourceError) return unread(whyOf(reading));
  if (reading !== null) return await lookedBack(run, outcome, question, reading);
  // Counters have no text, which surprises nobody.
  if (withSamples) return { reading: null, notes: [] };
  return unread('--no-samples leaves messages out, and lines name no exception type');
}

function unread(why: string): SignaturesRead {
  return { reading: null, notes: [noteOfUnread(why)] };
}

/** The reading with what a longer past knows; as it is, and a note, where that cannot be found out. */
async function lookedBack(
  run: Run,
  { source }: LiveOutcome,
  question: SignatureQuestion,
  reading: SignatureReading,
): Promise<SignaturesRead> {
  const { lookBackMs } = run.config;
  const { bucketMs } = question.windows;
  const keys = unseenOf(reading).flatMap((group) => group.keys);
  if (lookBackMs === 0 || keys.length === 0) return { reading, notes: [] };
  const far: LookBackQuestion = { ...question, lookBackMs: Math.ceil(lookBackMs / bucketMs) * bucketMs, keys };
  const lookBack = await asked(run, (signal) => source.lookBack(far, signal));
  if (lookBack === null) return { reading, notes: [noteOfNoLookBack('the logs do not reach so far back')] };
  if (lookBack instanceof SourceError) return { reading, notes: [noteOfNoLookBack(whyOf(lookBack))] };
  return { reading: withLookBack(reading, lookBack), notes: [] };
}

/** How the source failed, and whom to ask for what is missing. */
function whyOf({ message, hint, code }: SourceError): string {
  return code === 'missing-grant' ? `${message}. ${hint.replace(/\.$/, '')}` : message;
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
