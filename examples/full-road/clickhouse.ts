// The embedded ClickHouse behind HTTP, as much of it as the collector and the judge speak: in place of a server of yours.
//   clickhouse.ts FOLDER    prints its address
import { createServer, type IncomingMessage } from 'node:http';
import { Session } from 'chdb';

/** Parameters of the address that are no settings of the query. */
const NO_SETTINGS = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'session_id',
  'role',
  'wait_end_of_query',
]);
/** Settings of the HTTP server, which the engine does not know. */
const OF_THE_SERVER = /^(enable_http_compression|send_progress_in_http_headers|http_)/;

const [folder = 'clickhouse'] = process.argv.slice(2);
// Keeps the folder open; each question gets a session of its own, so that no setting leaks into the next one.
const base = new Session(folder);

const server = createServer((request, response) => {
  answer(request).then(
    (text) => response.end(text),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      response.writeHead(500, { 'X-ClickHouse-Exception-Code': /^Code: (\d+)/.exec(message)?.[1] ?? '1000' });
      response.end(message);
    },
  );
});

async function answer(request: IncomingMessage): Promise<string> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/ping') return 'Ok.\n';
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const query = [searchParams.get('query') ?? '', Buffer.concat(chunks).toString('utf8')].join('\n');
  const settings = [...searchParams]
    .filter(([name]) => /^\w+$/.test(name) && !NO_SETTINGS.has(name) && !OF_THE_SERVER.test(name))
    .map(([name, value]) => `SET ${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);
  const format = searchParams.get('default_format') ?? /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(query)?.[1] ?? 'TabSeparated';
  const session = new Session(folder);
  try {
    return (await session.queryAsync([...settings, query].join(';\n'), { format })).text();
  } finally {
    session.close();
  }
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) console.log(`http://127.0.0.1:${address.port}`);
});
process.once('SIGTERM', () => {
  base.close();
  // The engine's threads would keep the process.
  process.kill(process.pid, 'SIGKILL');
});
