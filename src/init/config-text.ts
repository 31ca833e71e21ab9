import type { ColumnNames } from '../sources/settings.js';

/** What a first configuration file holds. */
export interface FirstConfig {
  /** Keys of the connection; `password` as the file says it, a variable or a file and never the password itself. */
  readonly connection: {
    readonly url: string;
    readonly user?: string;
    readonly password?: string;
    readonly caCert?: string;
    readonly clientCert?: string;
    readonly clientKey?: string;
  };
  /** Which table is meant, and what was needed to understand it. */
  readonly table: {
    readonly database?: string;
    readonly table: string;
    readonly layout?: string;
    readonly metric?: string;
    readonly columns: ColumnNames;
  };
  readonly service: string;
  /** Who writes such tables; a comment. */
  readonly title: string;
}

/** A commented configuration file without any secret in it. */
export function configText({ connection, table, service, title }: FirstConfig): string {
  return `# yaml-language-server: $schema=./node_modules/canary-verdict/dist/config.schema.json
# What canary-verdict is told for every release. canary-verdict config prints what holds and where it came from.

connections:
  logs:
${indented(4, connectionLines(connection))}
defaults:
${indented(2, tableLines(table, title))}  # env: production # only lines of this environment count
  # wait: 5m # how long after the release to judge
  # sensitivity: 2 # how many times the usual errors are too many

services:
  ${scalar(service)}:
    # canary: [host=web-01] # the instances that run the new version; auto finds it where lines carry one
    # stable: [host=web-02] # the instances that still run the old one

# hooks:
#   onRollback:
#     - run: [./roll-back.sh]
`;
}

function connectionLines({ url, user, password, ...certificates }: FirstConfig['connection']): readonly string[] {
  const lines = [`url: ${scalar(literal(url))}`];
  if (!url.startsWith('chdb:')) {
    lines.push(user === undefined ? '# user: reader' : `user: ${scalar(literal(user))}`);
    // A variable that is not set would be an error: without a password there is nothing to fill in.
    lines.push(
      password === undefined
        ? '# password: ${CLICKHOUSE_PASSWORD} # a variable, or file:/run/secrets/clickhouse for a file'
        : `password: ${password.startsWith('${') ? password : scalar(literal(password))}`,
    );
  }
  return [...lines, ...Object.entries(certificates).map(([key, file]) => `${key}: ${scalar(file)}`)];
}

/** The database stands beside its table: an address from a variable takes nothing of a connection. */
function tableLines(
  { database, table, layout, metric, columns }: FirstConfig['table'],
  title: string,
): readonly string[] {
  const optional = { database, table, layout, metric };
  const lines = Object.entries(optional).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${scalar(value)}`],
  );
  const named = Object.entries(columns).map(([meaning, column]) => `${meaning}: ${scalar(column)}`);
  const all = named.length === 0 ? lines : [...lines, `columns: { ${named.join(', ')} }`];
  return [`# recognised as: ${title.replaceAll(/\s+/g, ' ')}`, ...all];
}

function indented(columns: number, lines: readonly string[]): string {
  return lines.map((line) => `${' '.repeat(columns)}${line}\n`).join('');
}

/** A text in which interpolation finds no variable. */
function literal(text: string): string {
  return text.replaceAll('${', '$${');
}

/** A text as YAML reads it back; quoted unless it is plainly a name. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z][\w.-]*$|^https?:\/\/[\w.:-]+$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
