// Writes what V8 compiles of the program beside its parts, where bin/code-cache.ts looks for it. It is taken while the
// program ends, because only then it holds the functions that a run needs and not their names alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SERIES = { bucketSeconds: 30, before: Array(60).fill(10), after: Array(10).fill(30) };
const CONFIG = 'defaults: { wait: 5m }\nservices:\n  payments: { canary: [host=web-01] }\n';
const RELEASED_MS = Date.UTC(2026, 2, 1, 12);

const COLUMNS = {
  Timestamp: 'DateTime64(9)',
  SeverityNumber: 'UInt8',
  SeverityText: 'String',
  ServiceName: 'String',
  Body: 'String',
  ResourceAttributes: 'Map(String, String)',
  LogAttributes: 'Map(String, String)',
};

const OTEL_LOGS = {
  database_name: 'default',
  table_name: 'otel_logs',
  engine_name: 'MergeTree',
  primary_key: 'toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp',
  sorting_key: 'toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp',
  partition_key: 'toDate(Timestamp)',
  column_names: Object.keys(COLUMNS),
  column_types: Object.values(COLUMNS),
  column_defaults: Object.keys(COLUMNS).map(() => ''),
};

/** Runs the built program once in each way that a pipeline would, and keeps the fullest code of each part. */
export async function writeCodeCache(folder) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'canary-verdict-build-'));
  const series = path.join(scratch, 'series.json');
  writeFileSync(series, JSON.stringify(SERIES));
  const config = path.join(scratch, 'canary-verdict.yaml');
  writeFileSync(config, CONFIG);
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const released = new Date(RELEASED_MS).toISOString();
  const live = [
    'judge',
    '--url',
    `http://127.0.0.1:${server.address().port}`,
    '--service',
    'a',
    '--released-at',
    released,
  ];
  await run(folder, ['judge', '--series', series], 10);
  await run(folder, ['judge', '--series', series, '--format', 'json'], 10);
  await run(folder, ['judge', '--series', series, '--config', config], 10);
  await run(folder, [...live, '--dry-run'], 0);
  await run(folder, live, 10);
  server.close();
  rmSync(scratch, { recursive: true });
}

async function run(folder, words, expectedCode) {
  const program = path.resolve(folder, 'canary-verdict.js');
  const code = `(${keep.toString()})(require(${JSON.stringify(program)}).runningParts)`;
  const child = spawn(process.execPath, ['--eval', code, program, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [exitCode] = await once(child, 'exit');
  if (exitCode !== expectedCode) throw new Error(`${words.join(' ')} ended with ${exitCode}, not ${expectedCode}`);
}

/** Runs inside of the program. */
function keep(runningParts) {
  const fs = require('node:fs');
  process.once('exit', () => {
    for (const [part, script] of runningParts) {
      const compiled = script.createCachedData();
      const file = `${part}.cache`;
      if (!fs.existsSync(file) || fs.statSync(file).size < compiled.length) fs.writeFileSync(file, compiled);
    }
  });
}

/** Answers as a ClickHouse server would that holds the series above: the build must not need an engine. */
async function answer(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bucketMs = Number(new URL(request.url, 'http://localhost').searchParams.get('param_bucketMs'));
  const data = rowsFor(Buffer.concat(chunks).toString(), bucketMs);
  const statistics = { elapsed: 0.001, rows_read: data.length, bytes_read: data.length };
  response.end(JSON.stringify({ meta: [], data, rows: data.length, statistics }));
}

function rowsFor(sql, bucketMs) {
  if (sql.includes('system.tables')) return [OTEL_LOGS];
  if (sql.includes('service_version')) return [];
  if (!sql.includes('bucket_index')) {
    const limits = { max_execution_time: 0, max_result_rows: 0, max_rows_to_read: 0 };
    return [{ now_ms: Date.now(), version: '26.7', database: 'default', ...limits }];
  }
  return [...SERIES.before, ...SERIES.after, 10].map((errors, index) => ({
    bucket_index: (index * 30_000) / bucketMs,
    level_said: 'error',
    line_count: errors,
    newest_ms: RELEASED_MS + (index - 59) * 30_000 - 1,
  }));
}
