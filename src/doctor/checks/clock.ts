import { noteOfSkew } from '../../core/notes.js';
import { formatDuration } from '../../core/time.js';
import type { Check } from '../check.js';

/** Whether the server's clock and this machine's agree. */
export const clock: Check = {
  name: 'clock',
  needs: ['login'],
  async ask(patient) {
    const { serverNowMs, measuredAtMs } = await patient.greeting();
    const skewMs = serverNowMs - measuredAtMs;
    const values = { skewSeconds: skewMs / 1000 };
    const note = noteOfSkew(skewMs);
    if (note === null) return { status: 'ok', says: `clocks agree to ${formatDuration(Math.abs(skewMs))}`, values };
    return {
      status: 'warning',
      says: note.because,
      fix: 'Synchronise both clocks (NTP); until then give --released-at by the server’s clock, or as now.',
      values,
    };
  },
};
