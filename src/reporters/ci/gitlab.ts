import { factsOf, upperName } from './facts.js';
import { junitReport } from './junit.js';
import type { Ending } from '../../core/ending.js';
import type { Piece } from './piece.js';

/**
 * GitLab CI: variables for later jobs and a JUnit report, both for `artifacts:reports`.
 * Contract: https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv (under 5 KB, at most 20 variables)
 */
export function gitlabReport(ending: Ending): readonly Piece[] {
  return [
    { name: 'canary-verdict.env', text: dotenv(ending), place: { kind: 'file', path: 'canary-verdict.env' } },
    { name: 'canary-verdict.xml', text: junitReport(ending), place: { kind: 'file', path: 'canary-verdict.xml' } },
  ];
}

/** The names that hooks know too, such as `CANARY_VERDICT_EXIT_CODE`. */
function dotenv(ending: Ending): string {
  return factsOf(ending)
    .map(({ name, value }) => `CANARY_VERDICT_${upperName(name)}=${value}\n`)
    .join('');
}
