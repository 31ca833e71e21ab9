import type { Series } from './series.js';
import { isSilentAt, type SilenceTime } from './watch/silence-times.js';
import type { Blindness, Evaluation, Judged } from './watch/evaluation.js';

/** When a change is believed, and when people are told. */
export interface WatchRules {
  /** Looks over the limit in a row that make an alarm. */
  readonly crossAfter: number;
  /** Quiet looks in a row that end one. */
  readonly recoverAfter: number;
  /** Looks in a row that cannot judge, or can again, until that is believed. */
  readonly blindAfter: number;
  /** After an alarm the next one waits at least so long; errors that are still too many then are told then. */
  readonly coolDownMs: number;
  /** An alarm that lasts so long is the new usual. */
  readonly acceptAfterMs: number;
  /** Length of both windows: so long after an alarm the baseline still has some of it. */
  readonly spanMs: number;
  /** When nobody is told; what is still so at the end is told then. */
  readonly silence: readonly SilenceTime[];
}

/** Whether looks can judge. */
export type View = 'seeing' | Blindness;

/** All that is remembered from look to look: of bounded size however long it runs, and JSON-safe. */
export interface WatchState {
  readonly isAlarmed: boolean;
  /** Looks over the limit in a row. */
  readonly overs: number;
  /** Quiet looks in a row; one that cannot judge begins the count anew. */
  readonly quiets: number;
  /** What looks are compared with while an alarm lasts, might begin, or still is in the window before; null where that slides. */
  readonly frozen: Series | null;
  readonly alarmedAtMs: number | null;
  /** How long looks have seen the alarm last: days in which nobody could look are no part of it. */
  readonly alarmSeenMs: number;
  /** From when on the window before holds nothing of the last alarm. */
  readonly thawAtMs: number | null;
  readonly coolUntilMs: number | null;
  readonly view: View;
  /** Looks in a row that say otherwise than `view`. */
  readonly otherViews: number;
  /** End of the newest data that were judged. */
  readonly toMs: number | null;
  /** What people believe. */
  readonly told: { readonly isAlarmed: boolean; readonly view: View };
}

export const FIRST_STATE: WatchState = {
  isAlarmed: false,
  overs: 0,
  quiets: 0,
  frozen: null,
  alarmedAtMs: null,
  alarmSeenMs: 0,
  thawAtMs: null,
  coolUntilMs: null,
  view: 'seeing',
  otherViews: 0,
  toMs: null,
  told: { isAlarmed: false, view: 'seeing' },
};

/** `accepted` ends an alarm that lasted until it was the usual; `blind` and `seeing` say whether looks can judge. */
export type WatchEvent = 'crossed' | 'recovered' | 'accepted' | 'blind' | 'seeing';

export interface Step {
  readonly state: WatchState;
  /** What changed. */
  readonly events: readonly WatchEvent[];
  /** What people are to be told now. */
  readonly tell: readonly WatchEvent[];
}

/**
 * What a look makes of what is known: an alarm by `crossAfter` looks over the limit in a row, its end by `recoverAfter` quiet
 * ones. A look that cannot judge changes neither; that looks cannot judge is a state of its own.
 */
export function step(state: WatchState, evaluation: Evaluation, rules: WatchRules): Step {
  const seen = lookAround(state, evaluation, rules);
  const judged = evaluation.kind === 'judged' ? judge(seen, evaluation, rules) : { ...seen, quiets: 0 };
  const events: WatchEvent[] = [];
  if (judged.view !== state.view) events.push(judged.view === 'seeing' ? 'seeing' : 'blind');
  if (judged.isAlarmed && !state.isAlarmed) events.push('crossed');
  if (!judged.isAlarmed && state.isAlarmed) events.push(judged.frozen === null ? 'accepted' : 'recovered');
  if (isSilentAt(evaluation.atMs, rules.silence)) return { state: judged, events, tell: [] };
  const told = { isAlarmed: judged.isAlarmed, view: judged.view };
  return { state: { ...judged, told }, events, tell: untold(judged, events) };
}

function lookAround(state: WatchState, evaluation: Evaluation, { blindAfter }: WatchRules): WatchState {
  const now: View = evaluation.kind === 'blind' ? evaluation.cause : 'seeing';
  if (now === state.view) return { ...state, otherViews: 0 };
  const otherViews = state.otherViews + 1;
  return otherViews < blindAfter ? { ...state, otherViews } : { ...state, view: now, otherViews: 0 };
}

function judge(before: WatchState, look: Judged, rules: WatchRules): WatchState {
  const { toMs } = look;
  if (toMs === before.toMs) return before;
  const known = before.toMs !== null && toMs < before.toMs ? withClockSetBack(before, toMs, rules) : before;
  const overs = look.level === 'over' ? known.overs + 1 : 0;
  const quiets = look.level === 'quiet' ? known.quiets + 1 : 0;
  const state = { ...known, toMs, overs, quiets };
  return state.isAlarmed ? whileAlarmed(state, seenSince(before, toMs, rules), rules) : whileQuiet(state, look, rules);
}

/** What the data of two looks say of the time between them, in milliseconds: nothing where they are further apart than a look reads. */
function seenSince({ toMs: beforeMs }: WatchState, toMs: number, { spanMs }: WatchRules): number {
  const apartMs = toMs - (beforeMs ?? toMs);
  return apartMs > 0 && apartMs <= spanMs ? apartMs : 0;
}

function whileAlarmed(before: WatchState & { readonly toMs: number }, seenMs: number, rules: WatchRules): WatchState {
  const state = { ...before, alarmSeenMs: before.alarmSeenMs + seenMs };
  const ended = { ...state, isAlarmed: false, alarmedAtMs: null, alarmSeenMs: 0, overs: 0 };
  if (state.quiets >= rules.recoverAfter) {
    return { ...ended, thawAtMs: state.toMs + rules.spanMs, coolUntilMs: state.toMs + rules.coolDownMs };
  }
  const isUsual = state.quiets === 0 && state.alarmSeenMs >= rules.acceptAfterMs;
  return isUsual ? { ...ended, frozen: null } : state;
}

function whileQuiet(state: WatchState, { before, toMs }: Judged, rules: WatchRules): WatchState {
  const isThawing = state.thawAtMs !== null && toMs < state.thawAtMs;
  // From the first look over the limit on: what is compared with must not learn what may be an incident.
  const frozen = state.overs > 0 ? (state.frozen ?? before) : isThawing ? state.frozen : null;
  const quiet = { ...state, frozen, thawAtMs: isThawing ? state.thawAtMs : null };
  const isCooling = state.coolUntilMs !== null && toMs < state.coolUntilMs;
  if (state.overs < rules.crossAfter || isCooling) return quiet;
  return { ...quiet, isAlarmed: true, alarmedAtMs: toMs, thawAtMs: null, coolUntilMs: null };
}

/** A clock that is set back must not make what was to last minutes last for hours. */
function withClockSetBack(state: WatchState, toMs: number, rules: WatchRules): WatchState {
  const atMost = (ms: number | null, mostMs: number): number | null => (ms === null ? null : Math.min(ms, mostMs));
  return {
    ...state,
    alarmedAtMs: atMost(state.alarmedAtMs, toMs),
    thawAtMs: atMost(state.thawAtMs, toMs + rules.spanMs),
    coolUntilMs: atMost(state.coolUntilMs, toMs + rules.coolDownMs),
  };
}

/** The difference between what is and what people believe; looks that can judge again are told where nothing else is wrong. */
function untold({ isAlarmed, view, told }: WatchState, events: readonly WatchEvent[]): readonly WatchEvent[] {
  const tell: WatchEvent[] = [];
  if (view !== told.view) {
    if (view !== 'seeing') tell.push('blind');
    else if (!isAlarmed && !told.isAlarmed) tell.push('seeing');
  }
  if (isAlarmed && !told.isAlarmed) tell.push('crossed');
  if (!isAlarmed && told.isAlarmed) tell.push(events.includes('accepted') ? 'accepted' : 'recovered');
  return tell;
}
