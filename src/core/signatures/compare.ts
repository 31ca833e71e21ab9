import { FEWEST_ERRORS } from '../evidence.js';
import type { ReportSignature } from '../report.js';
import { conditionalTestP } from '../statistics/conditional-test.js';
import { formatInstant } from '../time.js';
import { matchesPattern } from './allow.js';
import { identityOf } from './identity.js';
import type { SignatureGroup, SignatureReading } from './reading.js';

/** What a comparison needs besides the counts. */
export interface Comparing {
  /** Exposure of the window after over that of the window before: longer, or with more of the traffic. */
  readonly exposure: number;
  /** A known signature has surged only beyond this many times its usual count. */
  readonly sensitivity: number;
  /** Patterns of what is known and harmless. */
  readonly allow: readonly string[];
  /** Whether the look-back was read. */
  readonly lookedBack: boolean;
}

/** A signature with what the judge needs and the report does not. */
export interface ComparedSignature {
  readonly signature: ReportSignature;
  readonly group: SignatureGroup;
}

/** Chance may give the most surprising of all signatures at most this often (Bonferroni's inequality). */
const SURGE_P = 0.005;

/** Every signature with its status, the most telling first: new ones, then surged, known and gone ones, each by count. */
export function compareSignatures(reading: SignatureReading, comparing: Comparing): readonly ComparedSignature[] {
  return reading.groups
    .map((group) => ({ group, signature: signatureOf(group, reading, comparing) }))
    .toSorted((a, b) => order(a.signature) - order(b.signature) || countOf(b.signature) - countOf(a.signature));
}

const ORDER = ['new', 'surged', 'known', 'gone'] as const satisfies readonly ReportSignature['status'][];

function order({ status }: ReportSignature): number {
  return ORDER.indexOf(status);
}

function countOf({ status, after, before }: ReportSignature): number {
  return status === 'gone' ? before : after;
}

function signatureOf(group: SignatureGroup, { total }: SignatureReading, comparing: Comparing): ReportSignature {
  const { template, exception, sample, before, after, lookBack, firstMs, instances } = group;
  const texts = [template, exception, ...(sample === null ? [] : [sample])];
  return {
    id: identityOf(`${exception}\n${template}`),
    status: statusOf(group, total, comparing),
    template,
    exception: exception === '' ? null : exception,
    before,
    after,
    lookBack: comparing.lookedBack ? lookBack : null,
    firstSeen: formatInstant(firstMs),
    instances,
    sample,
    isAllowed: comparing.allow.some((pattern) => texts.some((text) => matchesPattern(text, pattern))),
  };
}

function statusOf(group: SignatureGroup, total: number, comparing: Comparing): ReportSignature['status'] {
  const { before, after, elsewhereBefore, lookBack } = group;
  if (after === 0) return 'gone';
  if (before + elsewhereBefore + lookBack === 0) return 'new';
  const { exposure, sensitivity } = comparing;
  if (after < FEWEST_ERRORS || after <= sensitivity * exposure * before) return 'known';
  return conditionalTestP({ after, before, exposure }) * total <= SURGE_P ? 'surged' : 'known';
}
