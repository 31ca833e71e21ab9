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
  // A canary that did not exist before has only the others' past.
  const hasPast = reading.groups.some(({ before }) => before > 0);
  return reading.groups
    .filter(({ before, after }) => before + after > 0)
    .map((group) => {
      const before = hasPast ? group.before : group.elsewhereBefore;
      const status = statusOf(group, before, reading.total, comparing);
      return { group, signature: signatureOf(group, status, comparing) };
    })
    .toSorted((a, b) => order(a.signature) - order(b.signature) || countOf(b.signature) - countOf(a.signature));
}

const ORDER = ['new', 'surged', 'known', 'gone'] as const satisfies readonly ReportSignature['status'][];

function order({ status }: ReportSignature): number {
  return ORDER.indexOf(status);
}

function countOf({ status, after, before }: ReportSignature): number {
  return status === 'gone' ? before : after;
}

function signatureOf(group: SignatureGroup, status: ReportSignature['status'], comparing: Comparing): ReportSignature {
  const { template, exception, sample, before, after, lookBack, firstMs, instances } = group;
  // An exception that there is not is no text, or the pattern of a variable that is not set would allow everything.
  const texts = [template, exception, sample ?? ''].filter((text) => text !== '');
  return {
    id: identityOf(`${exception}\n${template}`),
    status,
    template,
    exception: exception === '' ? null : exception,
    before,
    after,
    lookBack,
    firstSeen: formatInstant(firstMs),
    instances,
    sample,
    isAllowed: comparing.allow.some((pattern) => texts.some((text) => matchesPattern(text, pattern))),
  };
}

function statusOf(
  { before, after, elsewhereBefore, between, lookBack }: SignatureGroup,
  usual: number,
  total: number,
  { exposure, sensitivity }: Comparing,
): ReportSignature['status'] {
  if (after === 0) return 'gone';
  if (before + elsewhereBefore + between + (lookBack ?? 0) === 0) return 'new';
  // What was last seen in the look-back alone has no usual number to rise above.
  if (usual === 0 || after < FEWEST_ERRORS || after <= sensitivity * exposure * usual) return 'known';
  return conditionalTestP({ after, before: usual, exposure }) * total <= SURGE_P ? 'surged' : 'known';
}
