/** Lines that say the same, as the engine counted them. Texts are redacted. */
export interface SignatureGroup {
  /** The source's own names for it: several where texts that differed in secrets became one. */
  readonly keys: readonly string[];
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
  /** Lines of all instances between the two windows. */
  readonly between: number;
  /** Lines of all instances before both windows; null where nobody looked back for it. */
  readonly lookBack: number | null;
  readonly firstMs: number;
  /** At most five. */
  readonly instances: readonly string[];
}

/** How often something new comes up in a service's past. */
export interface Past {
  /** How many signatures came up anew, on as many occasions within as short a time as is evidence after a release. */
  readonly novelties: number;
  /** Buckets in which one could have come up anew: the first quarter is needed to know what is old. */
  readonly watchedBuckets: number;
  /** Buckets in all. */
  readonly pastBuckets: number;
}

/** What was said in both windows, and in the past as far as it was looked at. */
export interface SignatureReading extends Past {
  /** The telling ones: those after the release first, at most a few hundred. */
  readonly groups: readonly SignatureGroup[];
  /** How many there are in all. */
  readonly total: number;
  /** How many of them came up from the release on. */
  readonly unseen: number;
}
