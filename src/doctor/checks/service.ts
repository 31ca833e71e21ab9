import { SourceError } from '../../errors.js';
import { EXIT_CODE } from '../../exit-codes.js';
import { nearestFirst } from '../../nearest.js';
import { DEFAULT_METRIC } from '../../sources/clickhouse/layouts/metric-names.js';
import type { Check, Told } from '../check.js';
import type { Patient } from '../patient.js';

const SHOWN = 8;

/** Whether the service logged in the last hour, and who else did. */
export const service: Check = {
  name: 'service',
  // Where the query of a judgement is refused, so is this one.
  needs: ['layout', 'index'],
  async ask(patient): Promise<Told> {
    const { service: name } = patient.config;
    const surroundings = await patient.surroundings();
    if (surroundings instanceof SourceError) return await alone(patient, surroundings);
    const { services, newestMs } = surroundings;
    const values = { service: name, services };
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
    if (name === null) {
      return {
        status: 'failure',
        says: `no service is named; in the last hour these logged: ${list}`,
        fix: `Give --service ${services[0] ?? 'NAME'}.`,
        code: EXIT_CODE.usage,
        values,
      };
    }
    // A table without names of services, or with more of them than are listed: its own lines decide.
    const isSeen = services.includes(name) || (await patient.instances()).length > 0;
    if (isSeen) return { status: 'ok', says: `${name} logged in the last hour; most lines: ${list}`, values };
    const [nearest = ''] = nearestFirst(services, name);
    const metric = NAMED_BY_METRIC.has((await patient.layout()).name)
      ? ` Or names of counters are made otherwise: --metric, now ${patient.settings.metric ?? DEFAULT_METRIC}.`
      : '';
    return {
      status: 'failure',
      says: `${name} did not log in the last hour; these did: ${list}`,
      fix: `${nearest === '' ? 'Check --service.' : `Check the name: did you mean --service ${nearest}?`}${metric}`,
      code: EXIT_CODE.inconclusive,
      values,
    };
  },
};

/** Layouts in which a service is a part of the name of a counter. */
const NAMED_BY_METRIC = new Set(['counters', 'graphite', 'otel-metrics-sum']);

/** Where the table is too large to ask who else logged, the service's own lines must do. */
async function alone(patient: Patient, tooMuch: SourceError): Promise<Told> {
  const { service: name } = patient.config;
  if (name === null) throw tooMuch;
  const isSeen = (await patient.instances()).length > 0;
  const values = { service: name, services: null };
  const others = `who else did was too much to ask (${tooMuch.code})`;
  if (isSeen) return { status: 'ok', says: `${name} logged in the last hour; ${others}`, values };
  return {
    status: 'failure',
    says: `${name} did not log in the last hour; ${others}`,
    fix: 'Check --service.',
    code: EXIT_CODE.inconclusive,
    values,
  };
}
