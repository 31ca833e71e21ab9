import { SourceError } from '../../errors.js';
import type { Check } from '../check.js';

/** Whether the text of lines may be read; without it only counts are compared. */
export const messages: Check = {
  name: 'messages',
  needs: ['layout', 'index'],
  async ask({ examiner, signal }) {
    try {
      const found = await examiner.readMessages(signal);
      if (found === 'readable') return { status: 'ok', says: 'the text of lines may be read, for error signatures' };
      return { status: 'ok', says: 'lines have no text here: signatures cannot be compared, counts can' };
    } catch (error) {
      if (!(error instanceof SourceError) || error.code !== 'missing-grant') throw error;
      return { status: 'warning', says: 'the text of lines may not be read: no error signatures', fix: error.hint };
    }
  },
};
