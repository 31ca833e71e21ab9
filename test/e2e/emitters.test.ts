import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startClickHouse, type ClickHouseServer } from '../helpers/clickhouse-http.js';
import { startCollecting, type Collecting } from '../helpers/collecting.js';

const EMITTERS = path.resolve(import.meta.dirname, '../../examples/emitters');

let folder = '';
let server: ClickHouseServer;
let collector: Collecting;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-emitters-'));
  server = await startClickHouse();
  collector = await startCollecting(server.url, path.join(folder, 'spool'));
});
afterAll(async () => {
  await collector.ended('SIGTERM');
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program to its end and answers what it printed. */
async function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, input = '') {
  const child = spawn(command, args, {
    cwd: EMITTERS,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', COLLECT_PORT: String(collector.udpPort), ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
  return stdout;
}

/** What ClickHouse holds of a service, as soon as it holds so many lines. */
async function countsOf(service: string, lines: number, version?: string): Promise<readonly string[]> {
  const where = `FROM log_counts WHERE service = '${service}'${version === undefined ? '' : ` AND version = '${version}'`}`;
  await expect.poll(() => server.run(`SELECT sum(count) ${where}`), { timeout: 15_000 }).toBe(`${lines}\n`);
  const rows = await server.run(
    `SELECT level, host, version, sum(count) ${where} GROUP BY ALL ORDER BY level FORMAT CSV`,
  );
  return rows.trim().replaceAll('"', '').split('\n');
}

test('a Node program that counts by itself', async () => {
  await run(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { setTimeout } from 'node:timers/promises';
    import { createLevelCounts } from '${EMITTERS}/level-counts.mjs';
    const counts = createLevelCounts({ service: 'node', host: 'web-01', version: '1.4.2', port: ${collector.udpPort} });
    for (let line = 0; line < 1000; line += 1) counts.count(line % 100 === 0 ? 'error' : 'INFO');
    counts.count('no level');
    await setTimeout(1500);
    counts.count('WARN');
    await counts.close();`,
  ]);
  expect(await countsOf('node', 1001)).toEqual([
    'ERROR,web-01,1.4.2,10',
    'INFO,web-01,1.4.2,990',
    'WARN,web-01,1.4.2,1',
  ]);
  // The first second says ten, the second one zero.
  const heard = await server.run("SELECT sum(heard) FROM log_counts WHERE service = 'node' AND level = 'ERROR'");
  expect(Number(heard)).toBeGreaterThanOrEqual(2);
});

test('a level that cannot be sent is sent later', async () => {
  await run(process.execPath, [
    '--input-type=module',
    '--eval',
    `import dgram from 'node:dgram';
    import { setTimeout } from 'node:timers/promises';
    import { createLevelCounts } from '${EMITTERS}/level-counts.mjs';
    const { send } = dgram.Socket.prototype;
    dgram.Socket.prototype.send = (datagram, port, address, done) => done(new Error('no route'));
    const counts = createLevelCounts({ service: 'later', port: ${collector.udpPort} });
    counts.count('FATAL');
    await setTimeout(1200);
    dgram.Socket.prototype.send = send;
    await counts.close();`,
  ]);
  expect(await countsOf('later', 1)).toEqual(['ERROR,,,0', 'FATAL,,,1', 'INFO,,,0']);
});

test('the stream that pino writes to', async () => {
  // As pino writes: the level first, a number, or a word where a formatter says so; pieces end anywhere.
  const lines = [
    ...Array.from({ length: 30 }, () => '{"level":30,"time":1,"msg":"paid, \\"level\\":50"}'),
    ...Array.from({ length: 4 }, () => '{"level":50,"time":1,"err":{"stack":"Error\\n at x"},"msg":"x"}'),
    '{"level":"fatal","msg":"out of memory"}',
    '{"level":35,"msg":"a level of one\'s own"}',
  ].join('\n');
  await run(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import pinoTransport from '${EMITTERS}/pino-transport.mjs';
    import { once } from 'node:events';
    const stream = pinoTransport({ service: 'pino', version: '1.4.2', port: ${collector.udpPort} });
    const text = ${JSON.stringify(`${lines}\n`)};
    for (let at = 0; at < text.length; at += 7) stream.write(text.slice(at, at + 7));
    stream.end();
    await once(stream, 'finish');`,
    ],
    {},
  );
  expect(await countsOf('pino', 36)).toEqual(['ERROR,,1.4.2,4', 'FATAL,,1.4.2,1', 'INFO,,1.4.2,31']);
});

test('the stream that winston writes to', async () => {
  await run(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { winstonTransport } from '${EMITTERS}/winston-transport.mjs';
    import { once } from 'node:events';
    const stream = winstonTransport({ service: 'winston', port: ${collector.udpPort} });
    const LEVEL = Symbol.for('level');
    for (const level of ['error', 'error', 'info', 'http', 'crit']) stream.write({ level: '\\u001b[31m' + level, [LEVEL]: level });
    stream.end();
    await once(stream, 'finish');`,
  ]);
  expect(await countsOf('winston', 5)).toEqual(['ERROR,,,2', 'FATAL,,,1', 'INFO,,,2']);
});

test('a Python program, its fork included', async () => {
  await run('python3', [
    '-B',
    '-c',
    `import logging, os, time
from level_counts import LevelCountHandler
root = logging.getLogger()
root.setLevel(1)
root.addHandler(LevelCountHandler("python", host="web-01", address=("127.0.0.1", ${collector.udpPort})))
for line in range(500):
    logging.log(logging.ERROR if line % 50 == 0 else logging.INFO, "line %d", line)
logging.warning("disk almost full")
child = os.fork()
if child == 0:
    logging.critical("in the child")
    logging.log(35, "between WARN and ERROR")
    logging.shutdown()
    os._exit(0)
os.waitpid(child, 0)
time.sleep(1.2)
logging.error("after a second")`,
  ]);
  expect(await countsOf('python', 504)).toEqual([
    'ERROR,web-01,,11',
    'FATAL,web-01,,1',
    'INFO,web-01,,490',
    'WARN,web-01,,2',
  ]);
});

const LOG = ['INFO paid', 'ERROR no answer', '[WARN] slow', 'at ErrorHandler.java:7', 'TERRORS', '2026 ERROR again'];

test('the shell script hands its lines on and counts them', async () => {
  const input = LOG.join('\n');
  const env = { SERVICE: 'shell', TAGS: 'host:web-01,version:1.4.2' };
  expect(await run('bash', ['count-levels.sh'], env, input)).toBe(`${input}\n`);
  expect(await countsOf('shell', 4)).toEqual(['ERROR,web-01,1.4.2,2', 'INFO,web-01,1.4.2,1', 'WARN,web-01,1.4.2,1']);
});

test('the shell line of the README', async () => {
  const readme = readFileSync(path.join(EMITTERS, 'README.md'), 'utf8');
  const [line = ''] = /^.*grep -c.*$/m.exec(readme) ?? [];
  const command = line
    .trim()
    .replace('backup.log)', `${folder}/backup.log)`)
    .replace('/127.0.0.1/8125', `/127.0.0.1/${collector.udpPort}`);
  writeFileSync(path.join(folder, 'backup.log'), LOG.join('\n'));
  await run('bash', ['-c', command]);
  expect(await countsOf('backup', 2)).toEqual(['ERROR,,,2']);
});

/** Where Debian's packages liblog4j2-java and liblogstash-logback-encoder-java put them. */
const JARS = '/usr/share/java';

/** Five lines at INFO, two at ERROR, one with an exception, one at WARN, and one that is not logged. */
const LOGGED = `for (int line = 0; line < 5; line += 1) log.info("paid {}", line);
    log.error("no answer", new RuntimeException("first line\\npayments.logs.ERROR:99|c"));
    log.error("again"); log.warn("slow"); log.debug("not shown");`;

describe.for([
  {
    config: 'log4j2.xml',
    jars: ['log4j-api', 'log4j-core'],
    property: 'log4j2.configurationFile',
    program: `org.apache.logging.log4j.Logger log = org.apache.logging.log4j.LogManager.getLogger("x");
    ${LOGGED} org.apache.logging.log4j.LogManager.shutdown();`,
  },
  {
    config: 'logback.xml',
    jars: [
      'slf4j-api',
      'logback-core',
      'logback-classic',
      'logstash-logback-encoder',
      'jackson-core',
      'jackson-databind',
      'jackson-annotations',
    ],
    property: 'logback.configurationFile',
    program: `org.slf4j.Logger log = org.slf4j.LoggerFactory.getLogger("x");
    ${LOGGED} ((ch.qos.logback.classic.LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory()).stop();`,
  },
])('$config', ({ config, jars, property, program }) => {
  const classPath = jars.map((jar) => path.join(JARS, `${jar}.jar`));
  const isThere = spawnSync('javac', ['-version']).status === 0 && classPath.every((jar) => existsSync(jar));

  const title = 'a Java program that logs with it (skipped where `javac` or Debian’s jars are not installed)';
  test.skipIf(!isThere)(title, { timeout: 60_000 }, async () => {
    const source = path.join(folder, 'Main.java');
    writeFileSync(source, `public class Main { public static void main(String[] args) { ${program} } }`);
    const flags = ['-cp', classPath.join(':'), `-D${property}=${path.join(EMITTERS, config)}`];
    const stdout = await run('java', [...flags, source], { VERSION: config });
    expect(stdout).toContain('ERROR');
    const rows = await countsOf('payments', 8, config);
    expect(rows.map((row) => row.split(',').toSpliced(1, 1).join())).toEqual([
      `ERROR,${config},2`,
      `INFO,${config},5`,
      `WARN,${config},1`,
    ]);
  });
});

test.for(['log4j2.xml', 'log4j2-count-appender.xml', 'logback.xml'])(
  '%s counts under names that are understood',
  async (file) => {
    const xml = readFileSync(path.join(EMITTERS, file), 'utf8');
    const [, pattern = ''] = /[">](payments\.logs\.[^"<]*)["<]/.exec(xml) ?? [];
    const service = file.replace('.xml', '');
    const line = pattern
      .replace('payments', service)
      .replace('%level', 'ERROR')
      .replace('%X{count}', '3')
      .replace('%nopex', '')
      .replace(/\$\{(hostName|HOSTNAME)\}/, 'web-01')
      .replace(/\$\{(env:)?VERSION:-\}/, '1.4.2');
    expect(line).not.toMatch(/[%${}]/);
    await run('bash', ['-c', `printf %s "$LINE" >/dev/udp/127.0.0.1/$COLLECT_PORT`], { LINE: line });
    const isAppender = file.includes('count-appender');
    expect(await countsOf(service, isAppender ? 3 : 1)).toEqual([isAppender ? 'ERROR,,,3' : 'ERROR,web-01,1.4.2,1']);
  },
);
