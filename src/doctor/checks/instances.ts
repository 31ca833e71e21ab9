import type { Check } from '../check.js';

const SHOWN = 6;

/** Which instances and versions the lines tell apart. */
export const instances: Check = {
  name: 'instances',
  needs: ['service'],
  async ask(patient) {
    const seen = await patient.instances();
    const named = seen.filter(({ instance }) => instance !== '');
    const versions = [...new Set(seen.map(({ version }) => version).filter((version) => version !== ''))];
    const names = [...new Set(named.map(({ instance }) => instance))];
    const values = { instances: names, versions };
    if (names.length === 0 && versions.length === 0) {
      return {
        status: 'warning',
        says: 'lines name neither an instance nor a version: a canary cannot be told from the rest',
        fix: 'Let the lines carry host.name or service.version, or name the columns: --columns host=NAME,version=NAME.',
        values,
      };
    }
    const list = (all: readonly string[]) => `${all.slice(0, SHOWN).join(', ')}${all.length > SHOWN ? ', …' : ''}`;
    const says = [
      ...(names.length > 0 ? [`${names.length} instance${names.length === 1 ? '' : 's'}: ${list(names)}`] : []),
      ...(versions.length > 0 ? [`version${versions.length === 1 ? '' : 's'} ${list(versions)}`] : []),
    ].join('; ');
    return { status: 'ok', says, values };
  },
};
