import { LARGEST_INCIDENT_SHARE } from '../baseline.js';
import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { countText, percentText } from '../wording.js';

/** Was there an incident before the release? A short one is left out and told; a long one leaves nothing that is usual. */
export function judgeIncident({ before }: Analysis): Finding | null {
  if (before.incidentShare === 0) return null;
  const common = {
    judge: 'incident',
    observed: before.incidentShare,
    limit: LARGEST_INCIDENT_SHARE,
    unit: 'share',
  } as const;
  if (before.incidentShare > LARGEST_INCIDENT_SHARE) {
    const because = `An incident takes ${percentText(before.incidentShare)} of the time before the release, so nothing says what is usual.`;
    return { ...common, code: 'baseline-incident', outcome: 'unknown', because };
  }
  // What went on into the release may go on after it without being the release's doing.
  const isOngoing = before.scrubbed.includes(before.buckets - 1);
  const ongoing = isOngoing ? ' that was still going on at the release: its errors may not be the release’s doing' : '';
  const because = `${countText(before.scrubbed.length, 'bucket')} before the release (${percentText(before.incidentShare)}) are left out as an incident${ongoing}.`;
  return { ...common, code: 'incident-scrubbed', outcome: 'note', because };
}
