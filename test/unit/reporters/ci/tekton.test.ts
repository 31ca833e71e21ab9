import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tektonReport } from '../../../../src/reporters/ci/tekton.js';
import { anyEnding } from '../../../helpers/arbitrary-ending.js';
import { ENDINGS } from '../../../helpers/endings.js';

/** What Tekton writes around each result into the same 4096 bytes, and its own notes on the step. */
const AROUND_A_RESULT = JSON.stringify({ key: '', value: '', type: 1 }).length + 1;
const NOTES = 1024;

test('all results fit into the 4096 bytes of a step, whatever the logs say', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      const bytes = tektonReport(ending).map(
        ({ name, text }) => Buffer.byteLength(name + JSON.stringify(text)) + AROUND_A_RESULT,
      );
      expect(bytes.reduce((sum, count) => sum + count, NOTES)).toBeLessThan(4096);
    }),
  );
});

test('each result is a file of its own name, without a line break', () => {
  const results = tektonReport(ENDINGS.error).map(({ text, place }) => [place.kind === 'file' && place.path, text]);
  expect(results).toEqual([
    ['/tekton/results/verdict', 'error'],
    ['/tekton/results/exit-code', '3'],
    ['/tekton/results/reason', 'refused'],
    ['/tekton/results/message', 'No verdict: clickhouse:8123 refused the connection'],
    ['/tekton/results/service', 'payments'],
  ]);
});
