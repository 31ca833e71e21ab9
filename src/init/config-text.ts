import type { EmbeddedSettings, ServerSettings } from '../sources/settings.js';

/** What a first configuration file holds. */
export interface FirstConfig {
  readonly source: ServerSettings | EmbeddedSettings;
  readonly table: string;
  readonly service: string;
  /** Who writes such tables; a comment. */
  readonly title: string;
}

/** A commented configuration file without any secret in it. */
export function configText({ source, table, service, title }: FirstConfig): string {
  return `# yaml-language-server: $schema=./node_modules/canary-verdict/dist/config.schema.json
# What canary-verdict is told for every release. canary-verdict config prints what holds and where it came from.

connections:
  logs:
${connectionLines(source)
  .map((line) => `    ${line}\n`)
  .join('')}
defaults:
  table: ${scalar(table)} # recognised as: ${title.replaceAll(/\s+/g, ' ')}
  # env: production # only lines of this environment count
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

function connectionLines(source: FirstConfig['source']): readonly string[] {
  const database = source.database === undefined ? [] : [`database: ${scalar(source.database)}`];
  if (source.kind === 'chdb') return [`url: ${scalar(`chdb:${source.path}`)}`, ...database];
  const { url, username, password } = source;
  const user = username === undefined ? '# user: reader' : `user: ${scalar(username)}`;
  // A variable that is not set would be an error: without a password there is nothing to fill in.
  const secret = `password: \${CLICKHOUSE_PASSWORD} # a variable, or file:/run/secrets/clickhouse for a file`;
  return [`url: ${scalar(url)}`, user, password === undefined ? `# ${secret}` : secret, ...database];
}

/** A text as YAML reads it back; quoted unless it is plainly a name. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z][\w.-]*$|^https?:\/\/[\w.:-]+$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  // Interpolation reads ${ as a variable wherever secrets may stand.
  return isPlain ? text : JSON.stringify(text);
}
