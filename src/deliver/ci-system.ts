import { existsSync } from 'node:fs';
import type { ReportName, ReportRequest, ReportSettings } from '../config/reports.js';
import { TEKTON_RESULTS } from '../reporters/ci/piece.js';
import type { World } from '../world.js';

/** What each CI system sets in every job; Spinnaker tells its jobs nothing, so there its report must be asked for. */
const SIGNS: readonly { readonly report: ReportName; isHere(env: World['env']): boolean }[] = [
  { report: 'github', isHere: (env) => env['GITHUB_ACTIONS'] === 'true' },
  { report: 'gitlab', isHere: (env) => env['GITLAB_CI'] === 'true' },
  { report: 'azure', isHere: (env) => env['TF_BUILD'] === 'True' },
  { report: 'junit', isHere: (env) => (env['JENKINS_URL'] ?? '') !== '' },
  { report: 'tekton', isHere: () => existsSync(TEKTON_RESULTS) },
];

/** What was asked for, and in a CI system what that takes, unless it was asked for already. */
export function requestsOf({ isAuto, requests }: ReportSettings, env: World['env']): readonly ReportRequest[] {
  const name = isAuto ? reportOfCiSystem(env) : undefined;
  if (name === undefined || requests.some((request) => request.name === name)) return requests;
  return [{ name, path: null }, ...requests];
}

/** The report that the surrounding CI system takes; undefined outside of one. */
function reportOfCiSystem(env: World['env']): ReportName | undefined {
  return SIGNS.find(({ isHere }) => isHere(env))?.report;
}
