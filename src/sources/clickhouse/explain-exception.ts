import { nameOfTable, type Explain, type Explained, type Tried } from './explained.js';

/** ClickHouse's own exceptions by number: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
export const EXCEPTIONS: Readonly<Record<number, Explain>> = {
  47: (tried, detail) => ({
    code: 'unknown-column',
    message: `${nameOfTable(tried)} at ${tried.where} has no such column: ${detail}`,
    hint: 'Name the columns with --columns time=…,level=…,service=…',
  }),
  60: (tried) => ({
    code: 'unknown-table',
    message: `${tried.where} has no table ${tried.table ?? ''}`,
    hint: 'Name the log table with --table, and its database with --database.',
  }),
  81: (tried, detail) => ({
    code: 'unknown-database',
    message: `${tried.where}: ${detail}`,
    hint: 'Name the database with --database.',
  }),
  158: (tried, detail) => ({
    code: 'too-many-rows',
    message: `${tried.where} refused to read so many rows of ${nameOfTable(tried)}: ${detail}`,
    hint: 'Judge a shorter --before, or raise --max-rows, or max_rows_to_read for this user.',
  }),
  159: (tried, detail) => ({
    code: 'timeout',
    message: `the query on ${nameOfTable(tried)} took longer than ${tried.where} allows: ${detail}`,
    hint: 'Judge a shorter --before, or raise max_execution_time for this user.',
  }),
  164: (tried, detail) => ({
    code: 'readonly',
    message: `${tried.where} lets this user change no setting: ${detail}`,
    hint: 'Grant the user SELECT on the log table under a profile with readonly=1 or 2.',
  }),
  202: busyExplained,
  241: (tried, detail) => ({
    code: 'memory-limit',
    message: `${tried.where} ran out of the memory it allows a query on ${nameOfTable(tried)}: ${detail}`,
    hint: 'Judge a shorter --before, or raise max_memory_usage for this user.',
  }),
  497: (tried, detail) => ({
    code: 'missing-grant',
    message: `${tried.where} does not let this user read ${nameOfTable(tried)}`,
    hint: grantHint(detail),
  }),
};

/** All that say that this is not the user. */
export const LOGIN_EXCEPTIONS = new Set([192, 193, 194, 492, 516, 590]);

/** The user or the password is wrong. */
export function loginRefused({ where }: Tried): Explained {
  return {
    code: 'login',
    message: `${where} refused the user or the password`,
    hint: 'Set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or give --password-file.',
  };
}

/** The server, or a proxy before it, has no time. */
export function busyExplained({ where }: Tried, detail: string): Explained {
  return {
    code: 'busy',
    message: `${where} is busy or not ready (${detail})`,
    hint: 'Try again later, or see the server’s log.',
  };
}

function grantHint(detail: string): string {
  const grant = /have the grant (.+? ON [^\s(]+)/.exec(detail)?.[1]?.replace(/[.,;]+$/, '');
  return grant === undefined
    ? 'Grant the user SELECT on the log table.'
    : `Let an administrator run: GRANT ${grant} TO the user.`;
}
