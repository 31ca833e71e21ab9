import { reporters } from '../../src/reporters/index.js';
import { badRelease } from './bad-release.js';
import { terminalSvg } from './terminal-svg.js';

const COLUMNS = 80;
const PROMPT = '\u001b[90m$\u001b[39m canary-verdict judge --service payments --released-at 2026-03-12T14:05:00Z\n\n';

/** The picture of the README: the text report of a bad release as a terminal shows it. */
export function readmePicture(): string {
  const report = reporters.text(badRelease(), { colorLevel: 1, unicode: true, columns: COLUMNS });
  return terminalSvg(PROMPT + report, 'canary-verdict', COLUMNS);
}
