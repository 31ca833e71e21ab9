import type { Contents } from './runbook.js';

const NO_VERDICT = 'No verdict was reached: exit code 3, unless --if-error maps it. The canary is still running.';

const COLUMNS = {
  text: 'See the columns of the table.',
  sql: "SELECT database, table, name, type FROM system.columns WHERE table = 'otel_logs' ORDER BY database, position",
};

const GRANTS = { text: 'See what this user may do.', sql: 'SHOW GRANTS' };

const SETTINGS = {
  text: 'See the limits of this user.',
  sql: "SELECT name, value FROM system.settings WHERE name IN ('readonly', 'max_rows_to_read', 'max_execution_time', 'max_memory_usage')",
};

const SORTING = {
  text: 'See whether the sorting key begins with time or service; else each judgement reads the whole table.',
  sql: "SELECT database, name, sorting_key, partition_key, total_rows FROM system.tables WHERE name = 'otel_logs'",
};

/** ClickHouse answers, but the table cannot be read as asked. */
export const tables = {
  'unknown-table': {
    title: 'There is no such table',
    means: 'The log table does not exist in this database, or this user may not see it.',
    impact: NO_VERDICT,
    diagnose: [
      {
        text: 'See which tables there are.',
        sql: "SELECT database, name, engine, total_rows FROM system.tables WHERE database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema') ORDER BY total_rows DESC LIMIT 50",
      },
      GRANTS,
    ],
    do: ['Name it: --table NAME, --database NAME.', 'Check that --url points at the right cluster.'],
  },
  'unknown-database': {
    title: 'There is no such database',
    means: 'The database does not exist, or this user may not see it.',
    impact: NO_VERDICT,
    diagnose: [{ text: 'See which databases there are.', sql: 'SHOW DATABASES' }, GRANTS],
    do: ['Name it: --database NAME.', 'Check that --url points at the right cluster.'],
  },
  'unknown-column': {
    title: 'There is no such column',
    means: 'A column that the query or --columns names does not exist.',
    impact: NO_VERDICT,
    diagnose: [COLUMNS],
    do: [
      'Name the columns: --columns time=…,level=…,service=…',
      'If the schema was changed lately, change --columns with it.',
    ],
  },
  'unknown-columns': {
    title: 'The columns were not recognised',
    means: 'No column of the table looks like a time, a level or a service.',
    impact: NO_VERDICT,
    diagnose: [COLUMNS],
    do: ['Name them: --columns time=…,level=…,service=…', 'Check that --table is the log table.'],
  },
  'wrong-layout': {
    title: 'The table is not of the named layout',
    means: '--layout names a layout that needs columns which the table does not have.',
    impact: NO_VERDICT,
    diagnose: [COLUMNS],
    do: ['Drop --layout, so that the table is recognised.', 'Check that --table is the log table.'],
  },
  'bad-times': {
    title: 'Times that cannot be read',
    means: 'Lines of the service hold a time in a form that is not understood.',
    impact: NO_VERDICT,
    diagnose: [COLUMNS],
    do: [
      'Name another column: --columns time=NAME.',
      'Put the form right where the lines are written: ISO 8601 or Unix time.',
    ],
  },
  'coarse-counts': {
    title: 'Counts that are wider than the buckets',
    means: 'The table holds counts over a longer time than a bucket, so that most buckets are empty.',
    impact: NO_VERDICT,
    diagnose: [{ text: 'See how often counts arrive: the flush interval of StatsD, or a roll-up of Graphite.' }],
    do: [
      'Give --bucket the width that the error names.',
      'Judge soon after the release, before older counts are rolled up.',
    ],
  },
  'missing-grant': {
    title: 'This user may not read the table',
    means: 'ClickHouse knows the user, but SELECT is not granted.',
    impact: NO_VERDICT,
    diagnose: [GRANTS],
    do: ['Let an administrator run the GRANT that the error names: GRANT SELECT ON db.otel_logs TO reader.'],
  },
  readonly: {
    title: 'This user may change no setting',
    means: 'A profile with readonly or a constraint refused something that the query needs.',
    impact: NO_VERDICT,
    diagnose: [SETTINGS, GRANTS],
    do: ['Let an administrator grant SELECT under a profile with readonly = 1 or 2 and no other constraint.'],
  },
  'too-many-rows': {
    title: 'The server refuses to read so many rows',
    means: 'The query would read more than max_rows_to_read allows.',
    impact: NO_VERDICT,
    diagnose: [SORTING, SETTINGS],
    do: ['Give a shorter --before.', 'Raise max_rows_to_read for this user.', 'Sort the table by service and time.'],
  },
  'memory-limit': {
    title: 'The server ran out of the memory it allows',
    means: 'The query met max_memory_usage, its own or that of the whole server.',
    impact: NO_VERDICT,
    diagnose: [
      SETTINGS,
      {
        text: 'See who uses the memory.',
        sql: 'SELECT elapsed, user, formatReadableSize(memory_usage) AS memory, substring(query, 1, 100) AS query FROM system.processes ORDER BY memory_usage DESC LIMIT 20',
      },
    ],
    do: [
      'Give a shorter --before.',
      'Raise max_memory_usage for this user.',
      'Try again when the server is less busy.',
    ],
  },
  exception: {
    title: 'ClickHouse answered with an exception',
    means: 'The message quotes its number and words.',
    impact: NO_VERDICT,
    diagnose: [
      { text: 'See the query: canary-verdict judge … --dry-run prints it.' },
      {
        text: 'See which exceptions there were lately.',
        sql: 'SELECT name, code, value, last_error_time, last_error_message FROM system.errors ORDER BY last_error_time DESC LIMIT 20',
      },
    ],
    do: ['Read the quoted message.', 'Run the query by hand with clickhouse client.'],
  },
  'odd-answer': {
    title: 'The answer makes no sense',
    means: 'A result came, but not the one that was asked for.',
    impact: NO_VERDICT,
    diagnose: [
      { text: 'See whether a proxy or a cache stands between, and ask past it.' },
      { text: 'Compare its clock with one you trust.', sql: 'SELECT now64(3) AS server_now' },
    ],
    do: ['Point --url straight at ClickHouse.', 'If it stays, report it with the output.'],
  },
} as const satisfies Contents;
