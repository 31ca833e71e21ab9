import { formatDuration } from '../core/time.js';
import { SourceError } from '../errors.js';

/** Counts arrive more seldom than there are buckets, which leaves most buckets empty and their median at anything. */
export class CoarseCounts extends SourceError {
  /** How often they arrive. */
  readonly everyMs: number;

  constructor(everyMs: number, bucketMs: number) {
    const every = formatDuration(everyMs);
    super(
      'coarse-counts',
      `counts arrive every ${every}, which buckets of ${formatDuration(bucketMs)} are too narrow for`,
      `Give --bucket ${every}.`,
    );
    this.everyMs = everyMs;
  }
}
