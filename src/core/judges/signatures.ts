import type { ComparedSignature } from '../signatures/compare.js';
import { doubtOf, type Doubt, type Newness } from '../signatures/newness.js';
import type { SignatureReading } from '../signatures/reading.js';
import type { Finding } from '../verdict.js';
import { countText, numberText } from '../wording.js';

/** What may become of a new signature: nothing but a word, or a rollback. */
export type SignatureMode = 'explain' | 'judge';

/** Longer templates say no more to whoever reads a sentence. */
const QUOTED_CHARACTERS = 120;

/**
 * Do errors say something that was never said before? Evidence for a rollback even when their number stands still; what is allowed is
 * never judged. Known ones that come more often are a note, for the count of all errors judges those.
 */
export function judgeSignatures(
  compared: readonly ComparedSignature[],
  reading: SignatureReading,
  newness: Newness,
  mode: SignatureMode,
): readonly Finding[] {
  const judged = compared.filter(({ signature }) => !signature.isAllowed);
  const weighed = judged
    .filter(({ signature }) => signature.status === 'new')
    .map(({ signature, group }) => ({ signature, group, doubt: doubtOf(group, reading, newness) }));
  const certain = weighed.filter(({ doubt }) => doubt === null);
  const doubtful = weighed.find(({ doubt }) => doubt !== null && doubt !== 'too-few');
  const surged = judged.find(({ signature }) => signature.status === 'surged');
  return [
    ...certain.slice(0, 1).map((one) => newError(one, newness, mode, certain.length - 1)),
    ...(certain.length === 0 && doubtful !== undefined ? [doubtfulError(doubtful, doubtful.doubt, reading)] : []),
    ...(surged === undefined ? [] : [surgedError(surged)]),
  ];
}

function newError(
  { signature, group }: ComparedSignature,
  newness: Newness,
  mode: SignatureMode,
  more: number,
): Finding {
  const past = signature.lookBack === null ? 'before the release' : 'before the release or in the look-back';
  const others = more === 0 ? '' : `, and ${countText(more, 'more new error')}`;
  const because = `New error ${nameOf(signature)}: ${countText(group.judged, 'line')} in ${numberText(group.occasions)} of ${countText(newness.judgedBuckets, 'bucket')} after the release, none ${past}${others}.`;
  return finding('new-error', mode === 'judge' ? 'fail' : 'note', group.judged, because);
}

const WHY_NOT = {
  'too-few': () => 'too few to say',
  elsewhere: () => 'instances that do not run the new version show it too',
  chance: () => 'the past is too short to call it new',
  usual: ({ novelties }) => `${countText(novelties, 'other')} came up just so in the past`,
  'short-past': () => 'without a longer look-back it would have to fill half of the buckets',
} as const satisfies Record<Doubt, (reading: SignatureReading) => string>;

function doubtfulError(
  { signature, group }: ComparedSignature,
  doubt: Doubt | null,
  reading: SignatureReading,
): Finding {
  const because = `New error ${nameOf(signature)}: ${countText(group.judged, 'line')} after the release, but ${WHY_NOT[doubt ?? 'too-few'](reading)}.`;
  return finding('new-error-in-doubt', 'note', group.judged, because);
}

function surgedError({ signature }: ComparedSignature): Finding {
  const { before, after } = signature;
  const because = `${nameOf(signature)} surged: ${countText(after, 'line')} after the release, ${numberText(before)} before it.`;
  return finding('signature-surged', 'note', after, because);
}

function nameOf({ exception, template }: ComparedSignature['signature']): string {
  const text = exception === null || template.includes(exception) ? template : `${exception}: ${template}`;
  const characters = Array.from(text);
  if (characters.length <= QUOTED_CHARACTERS) return `“${text}”`;
  return `“${characters.slice(0, QUOTED_CHARACTERS).join('')}…”`;
}

function finding(
  code: 'new-error' | 'new-error-in-doubt' | 'signature-surged',
  outcome: Finding['outcome'],
  observed: number,
  because: string,
): Finding {
  return { judge: 'signatures', code, outcome, observed, limit: null, unit: 'lines', because };
}
