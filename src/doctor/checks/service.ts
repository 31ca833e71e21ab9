import { EXIT_CODE } from '../../exit-codes.js';
import { nearestFirst } from '../../nearest.js';
import type { Check } from '../check.js';

const SHOWN = 8;

/** Whether the service is among those that logged in the last hour. */
export const service: Check = {
  name: 'service',
  needs: ['layout'],
  async ask(patient) {
    const { config, examiner, signal } = patient;
    const { services, newestMs } = await examiner.surroundings(await patient.lastHour(), signal);
    const values = { service: config.service, services };
    const list = services.slice(0, SHOWN).join(', ');
    if (newestMs === null) {
      return {
        status: 'failure',
        says: 'nobody logged in the last hour: the table is empty or old, or nothing arrives',
        fix: 'Name the log table with --table, or see why no lines come in.',
        code: EXIT_CODE.inconclusive,
        values,
      };
    }
    if (config.service === null) {
      return {
        status: 'failure',
        says: `no service is named; in the last hour these logged: ${list}`,
        fix: `Give --service ${services[0] ?? 'NAME'}.`,
        code: EXIT_CODE.usage,
        values,
      };
    }
    // A table without names of services, or with more of them than are listed: its own lines decide.
    const isSeen =
      services.includes(config.service) || (await examiner.instances(await patient.lastHour(), signal)).length > 0;
    if (isSeen) return { status: 'ok', says: `${config.service} logged in the last hour; most lines: ${list}`, values };
    const [nearest = ''] = nearestFirst(services, config.service);
    return {
      status: 'failure',
      says: `${config.service} did not log in the last hour; these did: ${list}`,
      fix: nearest === '' ? 'Check --service.' : `Check the name: did you mean --service ${nearest}?`,
      code: EXIT_CODE.inconclusive,
      values,
    };
  },
};
