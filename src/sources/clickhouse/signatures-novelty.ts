import { fewestBuckets } from '../../core/evidence.js';
import type { Past } from '../../core/signatures/reading.js';
import { lengthMs } from '../../core/window.js';
import type { SignatureQuestion } from '../source.js';
import { LINE_MS } from './layouts/layout.js';
import type { Counted } from './signatures-groups.js';
import type { Binder } from './sql.js';

/** The past before a release, in buckets: all of it, and what of it is watched for something new. */
export function pastOf({ windows: { before, bucketMs } }: SignatureQuestion, lookBackMs: number) {
  const pastBuckets = Math.floor((lengthMs(before) + lookBackMs) / bucketMs);
  const learntBuckets = Math.ceil(pastBuckets / 4);
  const past: Omit<Past, 'novelties'> = { pastBuckets, watchedBuckets: pastBuckets - learntBuckets };
  return { ...past, learntBuckets };
}

/** Defines `line_bucket`, counted from an instant that no line lies before, so that intDiv never sees a negative number. */
export function bucketsSince(fromMs: number, bucketMs: number, binder: Binder): string {
  const start = binder.bind('gridStartMs', 'Int64', fromMs);
  return `toUInt32(intDiv(${LINE_MS} - ${start}, ${binder.bind('bucketMs', 'Int64', bucketMs)})) AS line_bucket`;
}

/** In which buckets the lines lie that meet a condition. */
export function inBuckets(name: string, condition: string | null): Counted {
  const ofLines = condition === null ? 'groupUniqArray(line_bucket)' : `groupUniqArrayIf(line_bucket, ${condition})`;
  return { name, ofLines, together: 'groupUniqArrayArray' };
}

/** Whether a signature came up anew in the past, in as many buckets within as short a time as is evidence after a release. */
export function isNovelty(buckets: string, question: SignatureQuestion, lookBackMs: number): string {
  const { windows, judgedFromMs } = question;
  const judgedBuckets = Math.ceil((windows.after.toMs - judgedFromMs) / windows.bucketMs);
  const strong = fewestBuckets(windows.bucketMs / 1000);
  const sorted = `arraySort(${buckets})`;
  const { learntBuckets } = pastOf(question, lookBackMs);
  return `multiIf(length(${buckets}) < ${strong}, 0, ${sorted}[1] < ${learntBuckets}, 0, ${sorted}[${strong}] - ${sorted}[1] < ${judgedBuckets})`;
}
