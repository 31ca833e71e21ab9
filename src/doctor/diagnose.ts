import { toldInPlace } from '../config/told-in-place.js';
import { withDeadline } from '../deadline.js';
import { SourceError, UserError } from '../errors.js';
import { codeOfError } from '../explain.js';
import { EXIT_CODE } from '../exit-codes.js';
import type { Check, Checked, CheckName, Told } from './check.js';
import { clock } from './checks/clock.js';
import { config } from './checks/config.js';
import { login, reach, tls } from './checks/connection.js';
import { indexUse } from './checks/index-use.js';
import { instances } from './checks/instances.js';
import { judgement } from './checks/judgement.js';
import { lag } from './checks/lag.js';
import { layout } from './checks/layout.js';
import { levels } from './checks/levels.js';
import { messages } from './checks/messages.js';
import { service } from './checks/service.js';
import { settings } from './checks/settings.js';
import { table } from './checks/table.js';
import type { Patient } from './patient.js';

/** Every check, in the order in which causes come before their effects. */
const CHECKS: readonly Check[] = [
  config,
  reach,
  tls,
  login,
  clock,
  settings,
  table,
  layout,
  indexUse,
  service,
  levels,
  lag,
  instances,
  messages,
  judgement,
];

/** What was found, and the code that `judge` would end with. */
export interface Diagnosis {
  readonly checks: readonly Checked[];
  readonly code: number;
}

/** What is left to say where flags, variables or the file are wrong: nobody can be asked. */
export function misconfigured({ message, hint }: UserError): Diagnosis {
  const checks = CHECKS.map(({ name }): Checked => {
    if (name === config.name) return { check: name, status: 'failure', says: message, fix: hint };
    return { check: name, status: 'skipped', says: `rests on ${config.name}` };
  });
  return { checks, code: EXIT_CODE.usage };
}

/** Asks every check in turn; after a failure those that rest on it are skipped. */
export async function diagnose(patient: Patient): Promise<Diagnosis> {
  const checks: Checked[] = [];
  const failed = new Set<CheckName>();
  let code: number = EXIT_CODE.pass;
  const endMs = patient.world.monotonicMs() + patient.config.timeoutMs;
  for (const check of CHECKS) {
    const cause = check.needs.find((name) => failed.has(name));
    if (cause !== undefined) {
      failed.add(check.name);
      checks.push({ check: check.name, status: 'skipped', says: `rests on ${cause}` });
      continue;
    }
    const leftMs = endMs - patient.world.monotonicMs();
    const { code: wouldEnd, says, fix, ...told } = await answerOf(check, patient, leftMs);
    const inPlace = (text: string) => toldInPlace(text, patient.config);
    checks.push({ check: check.name, ...told, says: inPlace(says), ...(fix !== undefined && { fix: inPlace(fix) }) });
    if (told.status !== 'failure') continue;
    failed.add(check.name);
    // The first cause is the one that a judgement would meet.
    if (code === EXIT_CODE.pass) code = wouldEnd ?? EXIT_CODE.sourceFailed;
  }
  return { checks, code };
}

/** A check that gets no answer in time is the one that failed; all of them share one deadline. */
async function answerOf(check: Check, patient: Patient, leftMs: number): Promise<Told> {
  const asking = {
    ms: Math.max(1, Math.ceil(leftMs)),
    flag: '--timeout',
    doing: `asking ${patient.settings.kind === 'chdb' ? patient.settings.path : patient.settings.url}`,
  };
  try {
    return await withDeadline(asking, patient.signal, (signal) => check.ask({ ...patient, signal }));
  } catch (error) {
    if (!(error instanceof UserError || error instanceof SourceError)) throw error;
    const values = error instanceof SourceError ? { code: error.code } : {};
    return { status: 'failure', says: error.message, fix: error.hint, code: codeOfError(error), values };
  }
}
