import path from 'node:path';
import type { ReportName, ReportRequest } from '../config/reports.js';
import { azureReport } from '../reporters/ci/azure.js';
import { githubReport } from '../reporters/ci/github.js';
import { gitlabReport } from '../reporters/ci/gitlab.js';
import { junitReport } from '../reporters/ci/junit.js';
import type { Ending } from '../core/ending.js';
import type { CiReporter, Piece } from '../reporters/ci/piece.js';
import { spinnakerReport } from '../reporters/ci/spinnaker.js';
import { tektonReport } from '../reporters/ci/tekton.js';
import { rendered, type reporters } from '../reporters/index.js';
import { IN_A_FILE } from '../reporters/options.js';
import type { World } from '../world.js';

type Maker = (ending: Ending, named: string | null, env: World['env']) => readonly Piece[] | Promise<readonly Piece[]>;

/** Every report by the name that `--report` knows it by. */
const MAKERS = {
  text: oneText('canary-verdict.txt', 'text'),
  json: oneText('canary-verdict.json', 'json'),
  markdown: oneText('canary-verdict.md', 'markdown'),
  html: oneText('canary-verdict.html', 'html'),
  junit: (ending, named) => [inFile(named ?? 'canary-verdict.xml', junitReport(ending))],
  github: ciSystem(githubReport),
  gitlab: ciSystem(gitlabReport),
  azure: ciSystem(azureReport),
  tekton: ciSystem(tektonReport),
  spinnaker: ciSystem(spinnakerReport),
} as const satisfies Record<ReportName, Maker>;

/** The texts of one report, each with the place it goes to. */
export async function piecesOf(
  ending: Ending,
  { name, path: named }: ReportRequest,
  env: World['env'],
): Promise<readonly Piece[]> {
  return MAKERS[name](ending, named, env);
}

/** A format that is one text. */
function oneText(customaryName: string, format: keyof typeof reporters): Maker {
  return async (ending, named) => [inFile(named ?? customaryName, await rendered(ending, format, IN_A_FILE))];
}

function inFile(file: string, text: string): Piece {
  return { name: path.basename(file), text, place: { kind: 'file', path: file } };
}

/** What a CI system takes: each text to its place, or to a file of the folder that was named. */
function ciSystem(report: CiReporter): Maker {
  return (ending, named, env) => {
    if (named === null) return report(ending, { env, folder: null });
    const folder = path.resolve(named);
    return report(ending, { env, folder }).map(({ name, text }) => inFile(path.join(folder, name), text));
  };
}
