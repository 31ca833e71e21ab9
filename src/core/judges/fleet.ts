import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { countText, numberText } from '../wording.js';

/** A rise of the stable instances is told when chance alone would give it at most this often. */
const SMALL_P = 0.005;

/** Did the stable instances rise too? A note: what everyone shares is not the canary's doing and does not count against it. */
export function judgeFleet({ control, rule }: Analysis): Finding | null {
  if (control === null || control.usual === null || control.riseP === null || control.riseP > SMALL_P) return null;
  const limit = rule.sensitivity * control.usual;
  if (control.errors <= limit) return null;
  const times = control.usual === 0 ? '' : ` (${numberText(control.errors / control.usual)} ×)`;
  const because = `The stable instances rose too: ${countText(control.errors, 'error')} where ${numberText(control.usual)} are usual${times}. What everyone shares does not count against the canary, and no pass is withheld for it.`;
  return {
    judge: 'fleet',
    code: 'fleet-wide-rise',
    outcome: 'note',
    observed: control.errors,
    limit,
    unit: 'errors',
    because,
  };
}
