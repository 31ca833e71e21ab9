import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ending } from '../../../../src/core/ending.js';
import { spinnakerReport } from '../../../../src/reporters/ci/spinnaker.js';
import { anyEnding } from '../../../helpers/arbitrary-ending.js';
import { ENDINGS } from '../../../helpers/endings.js';

/** Reads a log as Spinnaker does: the sign anywhere in a line, the value up to a second `=`; JSON where a line begins with it. */
function propertiesIn(log: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const line of log.split('\n')) {
    if (line.includes('SPINNAKER_PROPERTY_')) {
      const [key = '', value] = line.split('=');
      if (value === undefined) throw new Error(`a property without a value ends the stage: ${line}`);
      found[key.replace('SPINNAKER_PROPERTY_', '').toLowerCase()] = value.trim();
    }
    if (/^\s*SPINNAKER_CONFIG_JSON=/.test(line)) {
      Object.assign(found, JSON.parse(line.replace('SPINNAKER_CONFIG_JSON=', '')) as object);
    }
  }
  return found;
}

const logOf = (ending: Ending) => spinnakerReport(ending)[0]?.text ?? '';

test('Spinnaker reads our properties and no others, whatever the logs say', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      const { canary_verdict: json, ...flat } = propertiesIn(logOf(ending));
      expect(Object.keys(flat)).toEqual(['verdict', 'exit_code', 'reason', 'message', 'service']);
      expect(json).toEqual(flat);
    }),
  );
});

test('a rollback as a stage sees it', () => {
  expect(propertiesIn(logOf(ENDINGS.rollback))).toMatchObject({
    verdict: 'rollback',
    exit_code: '10',
    canary_verdict: { verdict: 'rollback', reason: 'errors-over-limit' },
  });
});
