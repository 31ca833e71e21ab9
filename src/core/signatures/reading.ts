/** Lines that say the same, as the engine counted them. Texts are redacted. */
export interface SignatureGroup {
  readonly template: string;
  /** Empty where lines name none. */
  readonly exception: string;
  /** Null where bodies are not to be read. */
  readonly sample: string | null;
  /** The canary's lines before the release. */
  readonly before: number;
  /** The canary's lines from the release on. */
  readonly after: number;
  /** The canary's lines after the warm-up. */
  readonly judged: number;
  /** Buckets after the warm-up that hold some of them. */
  readonly occasions: number;
  /** Lines of the other instances in the window before, and in the window after. */
  readonly elsewhereBefore: number;
  readonly elsewhereAfter: number;
  /** Lines of all instances before both windows. */
  readonly lookBack: number;
  readonly firstMs: number;
  /** At most five. */
  readonly instances: readonly string[];
}

/** What was said in both windows and in the past before them. */
export interface SignatureReading {
  /** The telling ones: those after the release first, at most a few hundred. */
  readonly groups: readonly SignatureGroup[];
  /** How many there are in all. */
  readonly total: number;
  /** How many came up anew in the past, on as many occasions within as short a time as is evidence after a release. */
  readonly novelties: number;
  /** Buckets of the past in which one could have come up anew: its first quarter is needed to know what is old. */
  readonly watchedBuckets: number;
  /** Buckets of the past in all. */
  readonly pastBuckets: number;
}
