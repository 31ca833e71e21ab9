// `npm run bench:watch`: how often watch alarms where nothing changed, and how soon where something did.
// Writes its table into the README. --weeks and --incidents draw more; --quick draws only a day and prints.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { chanceOf } from './decisions/chance.js';
import { BUCKET_SECONDS, STEP_SECONDS, type Model } from './decisions/models.js';
import { drawService, LEAD_BUCKETS, watchService } from './watch/service.js';

const README = path.resolve(import.meta.dirname, '../../README.md');
const WEEK_BUCKETS = (7 * 86_400) / BUCKET_SECONDS;
/** What is not found in this time is missed. */
const INCIDENT_BUCKETS = 1800 / BUCKET_SECONDS;
const STEPS_A_BUCKET = BUCKET_SECONDS / STEP_SECONDS;

const MODELS: readonly { readonly name: string; readonly model: Model }[] = [
  { name: 'errors on their own (Poisson)', model: { kind: 'poisson' } },
  { name: 'negative binomial, 3 × the variance', model: { kind: 'negative-binomial', dispersion: 3 } },
  { name: 'bursts of up to 500', model: { kind: 'bursts' } },
  { name: 'waves of two minutes', model: { kind: 'waves', tauSeconds: 120, sigma: 0.5 } },
];
const MEANS = [0.05, 0.5, 2, 20, 200];

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    weeks: { type: 'string', default: '1' },
    incidents: { type: 'string', default: '60' },
    quick: { type: 'boolean' },
  },
});
const weeks = values.quick === true ? 1 / 7 : Number(values.weeks);
const incidents = values.quick === true ? 10 : Number(values.incidents);

const rows = MODELS.flatMap(({ name, model }) =>
  MEANS.map((mean) => {
    const key = (what: string): string => JSON.stringify([values.seed, name, mean, what]);
    const alarms = alarmsAWeek(key('none'), model, mean);
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${name}, mean ${mean}`);
    return [name, mean, rateText(alarms), ...[3, 10].map((times) => foundText(key(`${times}`), model, mean, times))];
  }),
);
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');

const head = ['', 'errors in 30 s', 'alarms a week, nothing wrong', 'alarm at 3 ×', 'alarm at 10 ×'];
const table = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
  .map((cells) => `| ${cells.join(' | ')} |\n`)
  .join('');
const page = await format(table, { parser: 'markdown', printWidth: 120 });
process.stdout.write(page);
if (values.quick !== true) {
  const between = /(?<=<!-- watch -->\n)[^]*?(?=<!-- \/watch -->)/;
  writeFileSync(README, readFileSync(README, 'utf8').replace(between, `\n${page}\n`));
}

/** Alarms a week of a service in which nothing changes. */
function alarmsAWeek(key: string, model: Model, mean: number): number {
  const chance = chanceOf(key);
  const errors = drawService(chance, model, mean, Math.round(weeks * WEEK_BUCKETS) + LEAD_BUCKETS);
  return watchService(errors).filter(({ event }) => event === 'crossed').length / weeks;
}

/** Seconds from the rise to the alarm, the median of incidents that begin anywhere in a bucket; and how many are missed. */
function foundText(key: string, model: Model, mean: number, times: number): string {
  const chance = chanceOf(key);
  const seconds = Array.from({ length: incidents }, (_, nth) => {
    const fromStep = LEAD_BUCKETS * STEPS_A_BUCKET + (nth % STEPS_A_BUCKET);
    const errors = drawService(chance, model, mean, LEAD_BUCKETS + INCIDENT_BUCKETS, { times, fromStep });
    const alarm = watchService(errors).find(({ event }) => event === 'crossed');
    return alarm === undefined ? Infinity : alarm.bucket * BUCKET_SECONDS - fromStep * STEP_SECONDS;
  }).sort((one, other) => one - other);
  const median = seconds[Math.floor(incidents / 2)] ?? Infinity;
  const missed = Math.round((100 * seconds.filter((second) => second === Infinity).length) / incidents);
  const text = median === Infinity ? 'not seen' : `${median} s`;
  return missed === 0 || missed === 100 ? text : `${text} (${missed} % missed)`;
}

function rateText(alarms: number): string {
  return String(Number(alarms.toPrecision(2)));
}
