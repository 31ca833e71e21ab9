import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { CASES } from '../../helpers/pipeline.js';

const jenkinsfile = path.resolve(import.meta.dirname, '../../../examples/jenkins/Jenkinsfile');
const jenkins = path.resolve(import.meta.dirname, '../../helpers/jenkins.groovy');

/** Debian's `groovy` looks for a Java of its own unless it is told of another. */
const GROOVY = 'JAVA_HOME=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")} exec groovy "$@"';

const groovy = (...args: readonly string[]) =>
  spawnSync('sh', ['-c', GROOVY, 'sh', ...args], { encoding: 'utf8', timeout: 60_000 });

const hasGroovy = groovy('--version').status === 0;

describe.skipIf(!hasGroovy)('the Jenkinsfile, run by Groovy (skipped where `groovy` is not installed)', () => {
  /** The steps of a build, and its result, by the code of the judge. */
  const builds = new Map<string, readonly [steps: readonly string[], result: string]>();
  beforeAll(() => {
    // One Java for all codes: each takes seconds to start.
    const { stdout } = groovy(jenkins, jenkinsfile, ...CASES.map(({ code }) => String(code)));
    for (const [, steps = '', result = '', code = ''] of stdout.matchAll(
      /([^]*?)(success|unstable|failure) (\d+)\n/g,
    )) {
      builds.set(code, [steps.trim().split('\n'), result]);
    }
  });

  test.for(CASES)('$ends: code $code, $moves', ({ code, moves }) => {
    const result = code === 0 ? 'success' : code === 20 ? 'unstable' : 'failure';
    const acts = moves.map((move) => `deploy ${move} "$SERVICE"`);
    expect(builds.get(String(code))).toEqual([['deploy canary "$SERVICE"', 'judge', 'junit', ...acts], result]);
  });
});
