import type { SignatureGroup, SignatureReading } from '../../core/signatures/reading.js';
import { redact, withoutLastWord } from '../../core/redaction/redact.js';
import { BRACKET, LINE_BYTES } from '../../core/signatures/rules.js';
import type { SignatureQuestion } from '../source.js';
import { textValue, wholeNumber, type Answer, type Row } from './answer.js';
import { pastOf } from './signatures-query.js';

/** Reads the rows; what was logged is redacted here, before anyone sees it. */
export function signaturesOf({ rows }: Answer, question: SignatureQuestion): SignatureReading {
  const [first] = rows;
  const { pastBuckets, watchedBuckets } = pastOf(question);
  return {
    groups: merged(rows.map((row) => groupOf(row, question.withBodies))),
    total: first === undefined ? 0 : wholeNumber(first['told_total']),
    novelties: first === undefined ? 0 : wholeNumber(first['told_novelties']),
    pastBuckets,
    watchedBuckets,
  };
}

function groupOf(row: Row, withBodies: boolean): SignatureGroup {
  const instances = row['told_instances'];
  return {
    template: redact(textValue(row['told_template'])),
    exception: redact(textValue(row['told_exception'])),
    sample: withBodies ? sampleOf(textValue(row['told_sample'])) : null,
    before: wholeNumber(row['told_before']),
    after: wholeNumber(row['told_after']),
    judged: wholeNumber(row['told_judged']),
    occasions: wholeNumber(row['told_occasions']),
    elsewhereBefore: wholeNumber(row['told_elsewhere_before']),
    elsewhereAfter: wholeNumber(row['told_elsewhere_after']),
    lookBack: wholeNumber(row['told_look_back']),
    firstMs: wholeNumber(row['told_first_ms']),
    instances: Array.isArray(instances) ? instances.map((name) => redact(textValue(name))) : [],
  };
}

/** The start of a body as it was logged; where the engine cut it, half a secret may be at the end. */
function sampleOf(start: string): string {
  const text = start.slice(BRACKET.length);
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
    before: a.before + b.before,
    after: a.after + b.after,
    judged: a.judged + b.judged,
    // Buckets may be the same ones: so many are certain.
    occasions: Math.max(a.occasions, b.occasions),
    elsewhereBefore: a.elsewhereBefore + b.elsewhereBefore,
    elsewhereAfter: a.elsewhereAfter + b.elsewhereAfter,
    lookBack: a.lookBack + b.lookBack,
    firstMs: Math.min(a.firstMs, b.firstMs),
    instances: [...new Set([...a.instances, ...b.instances])].slice(0, 5),
  };
}
