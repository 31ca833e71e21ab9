import type { Check } from '../check.js';

/** Whether the limits that a judgement sends along will hold. */
export const settings: Check = {
  name: 'settings',
  needs: ['login'],
  async ask({ examiner, signal, settings: { maxRows }, ...patient }) {
    const [{ profile }, mode] = [await patient.greeting(), await examiner.readonlyMode(signal)];
    const values = { readonly: mode, ...profile };
    if (mode !== 1) {
      const limits = Object.entries(profile).filter(([, limit]) => limit > 0);
      const told = limits.map(([name, limit]) => `${name} ${limit}`).join(', ');
      return { status: 'ok', says: `limits can be sent${told === '' ? '' : `; the user's own: ${told}`}`, values };
    }
    const says = 'the user may change no setting (readonly = 1): judgements run without limits of their own';
    if (maxRows === undefined) return { status: 'ok', says, values };
    return {
      status: 'warning',
      says: `${says}, and --max-rows has no effect`,
      fix: `Let an administrator set max_rows_to_read = ${maxRows} for this user, or give it readonly = 2.`,
      values,
    };
  },
};
