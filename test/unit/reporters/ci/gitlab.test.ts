import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gitlabReport } from '../../../../src/reporters/ci/gitlab.js';
import type { Ending } from '../../../../src/core/ending.js';
import { anyEnding } from '../../../helpers/arbitrary-ending.js';
import { ENDINGS } from '../../../helpers/endings.js';

const dotenv = (ending: Ending) => gitlabReport(ending)[0]?.text ?? '';

test('the dotenv file is within what GitLab takes, whatever the logs say', () => {
  fc.assert(
    fc.property(anyEnding, (ending) => {
      const text = dotenv(ending);
      expect(text).toMatch(/^(?:CANARY_VERDICT[A-Z_]*=[^\s#$'"\\](?:[^\n\r#$'"\\]*[^\s#$'"\\])?\n)+$/);
      expect(Buffer.byteLength(text)).toBeLessThan(5 * 1024);
      expect(text.split('\n').length - 1).toBeLessThanOrEqual(20);
    }),
  );
});

test('the variables of a rollback', () => {
  expect(dotenv(ENDINGS.rollback).split('\n').slice(0, 3)).toEqual([
    'CANARY_VERDICT_VERDICT=rollback',
    'CANARY_VERDICT_EXIT_CODE=10',
    'CANARY_VERDICT_REASON=errors-over-limit',
  ]);
});

test('the other file is JUnit', () => {
  expect(gitlabReport(ENDINGS.error)[1]?.text).toMatch(/^<\?xml [^]*<error type="refused"/);
});
