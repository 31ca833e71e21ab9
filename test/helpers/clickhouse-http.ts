import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** How the server under test behaves; everything is off by default. */
export interface ClickHouseServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Data directory; absent: a temporary one that close() removes. Only one process may have it open. */
  readonly dataDirectory?: string;
  /** Who may log in; absent: anybody. */
  readonly user?: { readonly name: string; readonly password: string };
  /** The profile of a readonly=1 user: the engine refuses every setting with code 164. */
  readonly readonly?: boolean;
  /** A constraint on one setting: a query that brings it gets this exception. */
  readonly refusedSetting?: { readonly name: string; readonly code: number };
  /** Settings of the user's profile, which hold unless the query brings its own. */
  readonly profile?: Readonly<Record<string, string | number>>;
  /** Serve HTTPS; with `clientCa`, only to clients whose certificate it signed. All PEM. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly clientCa?: string };
  /** Moves what `now64(3)` says, to test a clock that goes wrong. */
  readonly clockSkewMs?: number;
  /**
   * What the engine cannot produce without users and quotas: a query that matches the regular expression gets this
   * exception in the server's own form. `message` is without `Code: N. DB::Exception:` and type.
   */
  readonly exceptions?: readonly {
    readonly match: string;
    readonly code: number;
    readonly type: string;
    readonly message: string;
    readonly status?: number;
  }[];
}

/** One query as it came over the wire. */
export interface ReceivedQuery {
  readonly sql: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly userAgent: string;
  readonly acceptEncoding: string;
}

export interface ClickHouseServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDirectory: string;
  /** Every query received so far, oldest first. */
  readonly received: readonly ReceivedQuery[];
  /** Runs SQL as the test's own administrator, past TLS, users and readonly being the caller's business; returns the text. */
  run(sql: string): Promise<string>;
  /** Kills the process at once, as the kernel would. */
  kill(): void;
  /** Ends the process and removes a temporary data directory. */
  close(): Promise<void>;
}

/** Starts the real engine behind HTTP in a process of its own and waits until it listens; takes about a second. */
export async function startClickHouse(options: ClickHouseServerOptions = {}): Promise<ClickHouseServer> {
  const temporary = options.dataDirectory === undefined;
  const dataDirectory = options.dataDirectory ?? mkdtempSync(path.join(tmpdir(), 'canary-verdict-test-'));
  const script = fileURLToPath(new URL('./clickhouse-server.ts', import.meta.url));
  const child = fork(script, [], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const received: ReceivedQuery[] = [];
  const listening = new Promise<number>((resolve, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the test server ended early: ${code ?? signal}`)));
    child.on('message', (message: Message) => {
      if (message.kind === 'listening') resolve(message.port);
      else received.push(message.received);
    });
  });
  child.send({ ...options, dataDirectory });
  const port = await listening;
  const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;

  async function run(sql: string): Promise<string> {
    const headers: Record<string, string> = options.user
      ? { 'X-ClickHouse-User': options.user.name, 'X-ClickHouse-Key': options.user.password }
      : {};
    const response = await fetch(url, { method: 'POST', body: sql, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  }

  async function close(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    }
    if (temporary) rmSync(dataDirectory, { recursive: true, force: true });
  }

  return {
    url,
    port,
    pid: child.pid ?? 0,
    dataDirectory,
    received,
    run,
    kill: () => void child.kill('SIGKILL'),
    close,
  };
}

type Message =
  { readonly kind: 'listening'; readonly port: number } | { readonly kind: 'query'; readonly received: ReceivedQuery };
