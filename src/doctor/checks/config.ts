import type { Check } from '../check.js';

/** Which file has a say, and what is unsafe about it, with how to put that right. */
export const config: Check = {
  name: 'config',
  needs: [],
  async ask({ config: { file }, warnings }) {
    const path = file?.path ?? null;
    const read = path === null ? 'no configuration file: flags and variables say it all' : `read ${path}`;
    const status = warnings.length === 0 ? 'ok' : 'warning';
    return { status, says: [read, ...warnings].join('; '), values: { file: path } };
  },
};
