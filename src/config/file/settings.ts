import { z } from 'zod';
import { LEVELS } from '../../core/levels.js';
import { LAYOUT_NAMES } from '../../sources/settings.js';
import { REPORT_NAMES } from '../reports.js';
import { key } from './key.js';
import { COLUMN_MEANINGS } from '../columns.js';

const duration = (says: string, otherwise: string, example: string) =>
  key(z.string(), { says, unit: 'duration such as 90s, 5m or 1h30m', otherwise, example });

const name = (says: string, otherwise: string, example: string) =>
  key(z.string().min(1), { says, unit: 'name', otherwise, example });

const mapped = (when: string) =>
  key(z.enum(['pass', 'rollback']), {
    says: `What to exit as when ${when}.`,
    unit: 'verdict',
    otherwise: 'the honest exit code',
    example: 'rollback',
  });

const oneOrMore = z.union([z.string(), z.array(z.string())]);

/** What may be set for all services and for each. */
export const settingsShape = {
  connection: name('Which of the connections to ask.', 'the only connection, where there is one', 'production'),
  table: name('The log table.', 'otel_logs', 'app_logs'),
  database: name('Its database.', 'that of the connection', 'logs'),
  layout: key(z.enum(LAYOUT_NAMES), {
    says: 'The layout of the table, where it is not recognised.',
    unit: 'name',
    otherwise: 'recognised by its columns and keys',
    example: 'otel-logs',
  }),
  metric: name(
    'How the names of counters are made, in a table of counters.',
    'SERVICE.logs.LEVEL',
    'apps.SERVICE.logs.LEVEL',
  ),
  columns: key(
    z.strictObject(
      Object.fromEntries(
        COLUMN_MEANINGS.map((meaning) => [
          meaning,
          name(`The column that holds the ${meaning}.`, 'recognised by its name', meaning),
        ]),
      ),
    ),
    {
      says: 'Columns by meaning.',
      unit: 'names',
      otherwise: 'recognised by name',
      example: { time: 'ts', level: 'lvl' },
    },
  ),
  env: name('Only lines of this deployment environment count.', 'all environments', 'production'),
  level: key(z.enum(LEVELS), {
    says: 'This level or worse counts.',
    unit: 'level',
    otherwise: 'ERROR',
    example: 'ERROR',
  }),
  canary: key(oneOrMore, {
    says: 'Only these instances, in both windows; auto finds the new version.',
    unit: 'KEY=VALUE, one or a list',
    otherwise: 'all instances',
    example: ['host=web-01'],
  }),
  stable: key(oneOrMore, {
    says: 'The instances that still run the old version.',
    unit: 'KEY=VALUE, one or a list',
    otherwise: 'none',
    example: ['host=web-02', 'host=web-03'],
  }),
  canaryShare: key(z.string(), {
    says: 'Part of the traffic that the canary takes, where lines cannot tell.',
    unit: 'percent, with a tolerance or without',
    otherwise: 'counted from the lines',
    example: '5%±1%',
  }),
  wait: duration('How long after the release to judge.', '5m', '10m'),
  before: key(z.string(), {
    says: 'How long before the release to compare with.',
    unit: 'duration, or an interval FROM/TO in ISO 8601',
    otherwise: '30m',
    example: '1h',
  }),
  bucket: duration('Width of one count, in whole seconds.', '30s', '60s'),
  warmUp: duration('Left out after the release, while instances start.', '30s', '1m'),
  maxLag: duration('How long to wait for late data.', '60s', '2m'),
  lookEvery: duration('How often to look while waiting, in whole seconds.', '10s', '5s'),
  extend: duration('How much longer to wait, once, when the errors are too few to tell.', 'not at all', '5m'),
  timeout: duration('Deadline for everything after the wait.', '2m', '90s'),
  sensitivity: key(z.number().positive().max(1e6), {
    says: 'How many times the median is too much.',
    unit: 'factor',
    otherwise: '2',
    example: 3,
  }),
  early: key(z.enum(['on', 'off', 'eager']), {
    says: 'Whether to roll back as soon as it is certain; eager for any rise.',
    unit: 'mode',
    otherwise: 'on',
    example: 'eager',
  }),
  plain: key(z.boolean(), {
    says: 'Bare median × sensitivity: no floor, no cap, no evidence asked for.',
    unit: 'true or false',
    otherwise: 'false',
    example: true,
  }),
  maxRows: key(z.int().positive(), {
    says: 'The most rows that a query may read.',
    unit: 'rows',
    otherwise: 'no limit',
    example: 500_000_000,
  }),
  signatures: key(z.enum(['off', 'explain', 'judge']), {
    says: 'Whether what errors say is read, and whether a new error may roll back.',
    unit: 'mode',
    otherwise: 'judge',
    example: 'explain',
  }),
  lookBack: duration(
    'How long before both windows an error may have been seen to be known; 0s for not at all.',
    '24h',
    '7d',
  ),
  samples: key(z.boolean(), {
    says: 'Whether log messages may be read and told, redacted.',
    unit: 'true or false',
    otherwise: 'true',
    example: false,
  }),
  silence: key(oneOrMore, {
    says: 'When watch tells nobody, every day in UTC; what is still so at the end is told then.',
    unit: 'FROM-TO, one or a list',
    otherwise: 'never',
    example: ['22:00-06:00'],
  }),
  ifInconclusive: mapped('the data cannot carry a verdict'),
  ifError: mapped('the source fails'),
  allow: key(z.array(z.string().min(1)), {
    says: 'Error messages that are known and harmless; * stands for anything.',
    unit: 'patterns',
    otherwise: 'none',
    example: ['connection reset by *'],
  }),
  reports: key(z.partialRecord(z.enum(REPORT_NAMES), z.string().min(1)), {
    says: 'Reports to write besides the one on stdout, by format.',
    unit: 'files, relative to this one',
    otherwise: 'none',
    example: { html: 'out/verdict.html' },
  }),
};
