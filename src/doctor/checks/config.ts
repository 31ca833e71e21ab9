import type { Check } from '../check.js';

/** Which file has a say. */
export const config: Check = {
  name: 'config',
  needs: [],
  ask: async ({ config: { file } }) =>
    file === null
      ? { status: 'ok', says: 'no configuration file: flags and variables say it all', values: { file: null } }
      : { status: 'ok', says: `read ${file.path}`, values: { file: file.path } },
};
