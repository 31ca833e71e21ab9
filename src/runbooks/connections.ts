import type { Contents } from './runbook.js';

/** The same for every failure that ends a run without a verdict. */
const NO_VERDICT = 'No verdict was reached: exit code 3, unless --if-error maps it. The canary is still running.';

const PING = { text: 'Ask it from this machine: curl -sS "$CLICKHOUSE_URL/ping" answers Ok.' };

const AGAIN = 'Then judge again with the same --released-at: a window in the past is judged at once.';

/** The source cannot be reached, or is not what it should be. */
export const connections = {
  refused: {
    title: 'ClickHouse refused the connection',
    means: 'Nothing listens at this host and port.',
    impact: NO_VERDICT,
    diagnose: [PING, { text: 'See on the server: systemctl status clickhouse-server, and its error log.' }],
    do: ['Check host and port of --url: 8123 for HTTP, 8443 for HTTPS.', 'Start the server.', AGAIN],
  },
  dns: {
    title: 'The host name is not known',
    means: 'The name in --url cannot be looked up from here.',
    impact: NO_VERDICT,
    diagnose: [{ text: 'Look it up from this machine: getent hosts NAME.' }],
    do: ['Correct --url.', 'Repair the DNS of this machine or of the cluster.', AGAIN],
  },
  unreachable: {
    title: 'ClickHouse cannot be reached',
    means: 'The network brings no answer: a route, a firewall or a security group.',
    impact: NO_VERDICT,
    diagnose: [PING, { text: 'Try the same from a host that certainly may.' }],
    do: ['Open the port for this machine.', 'Check host and port of --url.', AGAIN],
  },
  cut: {
    title: 'The connection was cut',
    means: 'The answer broke off before it was complete.',
    impact: NO_VERDICT,
    diagnose: [
      PING,
      { text: 'Read the logs of the server and of the proxy between: a restart, a time-out, no memory.' },
    ],
    do: [
      'Try again.',
      'If a proxy cuts long answers, raise its time-out.',
      'Write https:// where the port speaks TLS.',
    ],
  },
  tls: {
    title: 'TLS failed',
    means: 'The certificate or the handshake was not accepted, or one side does not speak TLS on this port.',
    impact: NO_VERDICT,
    diagnose: [{ text: 'See the certificate: openssl s_client -connect HOST:8443 -servername HOST </dev/null.' }],
    do: [
      'Give the authority of the certificate: --ca-cert FILE.',
      'Use the host name that stands in the certificate; renew it if it has expired.',
      'http:// for a plain port (8123), https:// for a TLS port (8443).',
    ],
  },
  login: {
    title: 'The user or the password was refused',
    means: 'ClickHouse answered, but this user may not log in.',
    impact: NO_VERDICT,
    diagnose: [{ text: 'As an administrator, see which users there are: SHOW USERS.' }],
    do: [
      'Set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD (or CLICKHOUSE_PASSWORD_FILE) in the pipeline.',
      'See whether the secret was rotated.',
      AGAIN,
    ],
  },
  locked: {
    title: 'The data directory cannot be opened',
    means: 'Another process has the embedded database open, or the folder’s rights forbid it.',
    impact: NO_VERDICT,
    diagnose: [{ text: 'See who has it open: fuser -v PATH/status.' }],
    do: ['End the other process.', 'Check the rights of the folder.'],
  },
  'not-clickhouse': {
    title: 'What answers is not ClickHouse’s HTTP interface',
    means: 'A web page, the native port or something else answered.',
    impact: NO_VERDICT,
    diagnose: [PING],
    do: [
      'Check host and port of --url: 8123 for HTTP, 8443 for HTTPS; 9000 is the native port.',
      'See what a proxy in between does.',
    ],
  },
  busy: {
    title: 'ClickHouse is busy or not ready',
    means: 'Too many queries run at once, or a proxy in front has no server to ask.',
    impact: NO_VERDICT,
    diagnose: [
      {
        text: 'See what runs.',
        sql: 'SELECT elapsed, user, read_rows, memory_usage, substring(query, 1, 100) AS query FROM system.processes ORDER BY elapsed DESC LIMIT 20',
      },
    ],
    do: ['End queries that run away: KILL QUERY WHERE query_id = …', 'Try again in a minute.', AGAIN],
  },
  timeout: {
    title: 'It took too long',
    means: 'The answer did not come before the deadline, ours or the server’s.',
    impact: NO_VERDICT,
    diagnose: [
      {
        text: 'See what runs.',
        sql: 'SELECT elapsed, user, read_rows, memory_usage, substring(query, 1, 100) AS query FROM system.processes ORDER BY elapsed DESC LIMIT 20',
      },
      {
        text: 'See whether the sorting key begins with time or service; else each judgement reads the whole table.',
        sql: "SELECT database, name, sorting_key, partition_key, total_rows FROM system.tables WHERE name = 'otel_logs'",
      },
    ],
    do: ['Give a longer --timeout, or a shorter --before.', 'Raise max_execution_time of this user.', AGAIN],
  },
  failed: {
    title: 'Asking failed',
    means: 'The request failed in a way that has no name of its own; the message quotes it.',
    impact: NO_VERDICT,
    diagnose: [PING],
    do: ['Read the quoted message.', 'Check --url, and that this machine may reach it.', AGAIN],
  },
} as const satisfies Contents;
