import type { Finding } from '../verdict.js';

/** Tells that nobody could read what the errors say. */
export function noteOfUnread(why: string): Finding {
  return note(
    'signatures-unread',
    `What the errors say was not read: ${why}. The verdict rests on their number alone.`,
  );
}

/** Tells that what is new was compared with the window before the release alone. */
export function noteOfNoLookBack(why: string): Finding {
  return note(
    'no-look-back',
    `What is new is compared with the window before the release alone, not with the look-back: ${why}.`,
  );
}

function note(code: 'signatures-unread' | 'no-look-back', because: string): Finding {
  return { judge: 'signatures', code, outcome: 'note', observed: null, limit: null, unit: 'lines', because };
}
