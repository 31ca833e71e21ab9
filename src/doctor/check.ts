import type { Patient } from './patient.js';

/** Every question of the doctor, by name; the names are a contract, as codes are. */
export type CheckName =
  | 'config'
  | 'reach'
  | 'tls'
  | 'login'
  | 'clock'
  | 'settings'
  | 'table'
  | 'layout'
  | 'index'
  | 'levels'
  | 'service'
  | 'lag'
  | 'instances'
  | 'messages'
  | 'judgement';

/** One question and its answer. */
export interface Check {
  readonly name: CheckName;
  /** Checks without which this one makes no sense: after a failure of theirs it is skipped, so that one cause is told once. */
  readonly needs: readonly CheckName[];
  /** Throws a UserError or a SourceError for what it could not find out: that is a failure, and its hint the fix. */
  ask(patient: Patient): Promise<Told>;
}

/** What a check says. */
export interface Told {
  readonly status: 'ok' | 'warning' | 'failure';
  /** One line. */
  readonly says: string;
  /** What to do, naming the flag, the variable or the statement; absent where all is well. */
  readonly fix?: string;
  /** The code that `judge` would end with; absent where it would go on. */
  readonly code?: number;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A check with its answer, or without one because another had failed. */
export interface Checked {
  readonly check: CheckName;
  readonly status: Told['status'] | 'skipped';
  readonly says: string;
  readonly fix?: string;
  readonly values?: Told['values'];
}
