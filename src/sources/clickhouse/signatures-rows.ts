import type { SignatureGroup, SignatureReading } from '../../core/signatures/reading.js';
import { redact, withoutLastWord } from '../../core/redaction/redact.js';
import { LINE_BYTES } from '../../core/signatures/rules.js';
import type { LookBack } from '../../core/signatures/look-back.js';
import type { LookBackQuestion, SignatureQuestion } from '../source.js';
import { NotAnAnswer, textValue, wholeNumber, type Answer, type Row } from './answer.js';
import { pastOf } from './signatures-novelty.js';

/** Reads the rows; what was logged is redacted here, before anyone sees it. */
export function signaturesOf({ rows }: Answer, question: SignatureQuestion): SignatureReading {
  const [first] = rows;
  const { pastBuckets, watchedBuckets } = pastOf(question, 0);
  const ofAll = (name: string) => (first === undefined ? 0 : wholeNumber(first[name]));
  return {
    groups: merged(rows.map((row) => groupOf(row, question.withBodies))),
    total: ofAll('told_total'),
    unseen: ofAll('told_unseen'),
    novelties: ofAll('told_novelties'),
    pastBuckets,
    watchedBuckets,
  };
}

/** Reads the one row of a look-back. */
export function lookBackOf({ rows }: Answer, question: LookBackQuestion): LookBack {
  const { pastBuckets, watchedBuckets } = pastOf(question, question.lookBackMs);
  const [row = {}] = rows;
  return {
    seen: list(row['told_seen']).map((one) => {
      const [key, lines, firstMs] = list(one);
      return { key: textValue(key), lines: wholeNumber(lines), firstMs: wholeNumber(firstMs) };
    }),
    total: wholeNumber(row['told_total']),
    novelties: wholeNumber(row['told_novelties']),
    pastBuckets,
    watchedBuckets,
  };
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new NotAnAnswer(`${JSON.stringify(value)} is not a list`);
}

function groupOf(row: Row, withBodies: boolean): SignatureGroup {
  return {
    keys: [textValue(row['told_key'])],
    template: redact(textValue(row['told_template'])),
    exception: redact(textValue(row['told_exception'])),
    sample: withBodies ? sampleOf(textValue(row['told_start'])) : null,
    before: wholeNumber(row['told_before']),
    after: wholeNumber(row['told_after']),
    judged: wholeNumber(row['told_judged']),
    occasions: wholeNumber(row['told_occasions']),
    elsewhereBefore: wholeNumber(row['told_elsewhere_before']),
    elsewhereAfter: wholeNumber(row['told_elsewhere_after']),
    between: wholeNumber(row['told_between']),
    lookBack: null,
    firstMs: wholeNumber(row['told_first_ms']),
    instances: list(row['told_instances']).map((name) => redact(textValue(name))),
  };
}

/** The start of a body as it was logged; where the engine cut it, half a secret may be at the end. */
function sampleOf(text: string): string {
  return redact(new TextEncoder().encode(text).length >= LINE_BYTES - 4 ? withoutLastWord(text) : text);
}

/** Templates that differed in secrets alone are one. */
function merged(groups: readonly SignatureGroup[]): readonly SignatureGroup[] {
  const byText = new Map<string, SignatureGroup>();
  for (const group of groups) {
    const key = `${group.exception}\n${group.template}`;
    const known = byText.get(key);
    byText.set(key, known === undefined ? group : together(known, group));
  }
  return [...byText.values()];
}

function together(a: SignatureGroup, b: SignatureGroup): SignatureGroup {
  return {
    ...a,
    keys: [...a.keys, ...b.keys],
    before: a.before + b.before,
    after: a.after + b.after,
    judged: a.judged + b.judged,
    // Buckets may be the same ones: so many are certain.
    occasions: Math.max(a.occasions, b.occasions),
    elsewhereBefore: a.elsewhereBefore + b.elsewhereBefore,
    elsewhereAfter: a.elsewhereAfter + b.elsewhereAfter,
    between: a.between + b.between,
    firstMs: Math.min(a.firstMs, b.firstMs),
    instances: [...new Set([...a.instances, ...b.instances])].slice(0, 5),
  };
}
