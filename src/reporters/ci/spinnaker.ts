import { factsOf, upperName } from './facts.js';
import type { Ending } from '../../core/ending.js';
import type { Piece } from './piece.js';

/**
 * Spinnaker's Run Job stage reads properties from the log of the pod, a line each, and one line of JSON.
 * Its parser cuts a value at a second `=` and fails on an empty one; no value of ours has either.
 * Contract: https://spinnaker.io/docs/guides/user/kubernetes-v2/run-job-manifest/
 */
export function spinnakerReport(ending: Ending): readonly Piece[] {
  const facts = factsOf(ending);
  const properties = facts.map(({ name, value }) => `SPINNAKER_PROPERTY_${upperName(name)}=${value}\n`).join('');
  const values = Object.fromEntries(facts.map(({ name, value }) => [upperName(name).toLowerCase(), value]));
  // A service of such a name must not be read as a property.
  const json = JSON.stringify({ canary_verdict: values }).replaceAll('SPINNAKER_', String.raw`SPINNAKER\u005f`);
  return [{ name: 'properties', text: `${properties}SPINNAKER_CONFIG_JSON=${json}\n`, place: { kind: 'log' } }];
}
