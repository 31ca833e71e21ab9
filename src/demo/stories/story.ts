import type { Level } from '../../core/levels.js';
import { between, pick, type Chance } from '../chance.js';

/** One line that a request leaves in the log, some time after the line before it. */
export interface Step {
  readonly delayMs: number;
  readonly level: Level;
  readonly logger: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What one request writes: all its lines share a trace. */
export type Story = (chance: Chance) => readonly Step[];

const CURRENCIES = ['EUR', 'EUR', 'EUR', 'CHF', 'SEK', 'PLN'] as const;

/** What somebody pays. */
export const price = (chance: Chance): string =>
  `${between(chance, 4, 240)}.${pick(chance, ['00', '49', '90', '95', '99'])} ${pick(chance, CURRENCIES)}`;

/** What a line says of the request that it belongs to. */
export const post = (route: string, status: number): Readonly<Record<string, string>> => ({
  'http.request.method': 'POST',
  'http.route': route,
  'http.response.status_code': String(status),
});

/** What a line says of its exception. */
export const exception = (type: string, message: string, frame: string): Readonly<Record<string, string>> => ({
  'exception.type': type,
  'exception.message': message,
  'exception.stacktrace': `${type}: ${message}\n    at ${frame}`,
});
