import type { Analysis } from '../analysis.js';
import type { Finding } from '../verdict.js';
import { judgeBaseline } from './baseline.js';
import { judgeControl } from './control.js';
import { judgeCoverage } from './coverage.js';
import { judgeErrors } from './errors.js';
import { judgeFleet } from './fleet.js';
import { judgeGuard } from './guard.js';
import { judgeIncident } from './incident.js';
import { judgeRestart } from './restart.js';
import { judgeRising } from './rising.js';
import { judgeTraffic } from './traffic.js';
import { judgeWaves } from './waves.js';

/** One rule that makes one finding, or none where it has nothing to say. */
export type Judge = (analysis: Analysis) => Finding | null;

/** All that a verdict looks at, in the order in which it is told. */
export const JUDGES: readonly Judge[] = [
  judgeBaseline,
  judgeCoverage,
  judgeTraffic,
  judgeErrors,
  judgeGuard,
  judgeIncident,
  judgeControl,
  judgeFleet,
  judgeWaves,
  judgeRestart,
  judgeRising,
];
