import type { Level } from '../core/levels.js';
import { between, hex, pick, type Chance } from './chance.js';

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
const CARDS = [
  'visa ****4242',
  'visa ****0341',
  'mastercard ****5100',
  'mastercard ****9917',
  'amex ****3005',
] as const;
const ACQUIRERS = ['northbank', 'eurocard', 'bluepay'] as const;

const price = (chance: Chance): string =>
  `${between(chance, 4, 240)}.${pick(chance, ['00', '49', '90', '95', '99'])} ${pick(chance, CURRENCIES)}`;

const post = (route: string, status: number): Readonly<Record<string, string>> => ({
  'http.request.method': 'POST',
  'http.route': route,
  'http.response.status_code': String(status),
});

const exception = (type: string, message: string, frame: string): Readonly<Record<string, string>> => ({
  'exception.type': type,
  'exception.message': message,
  'exception.stacktrace': `${type}: ${message}\n    at ${frame}`,
});

/** A cart that becomes an order; one in fifty waits for a slow warehouse on the way. */
export const orderPlaced: Story = (chance) => {
  const cart = `cart_${hex(chance, 6)}`;
  const stockMs = chance() < 0.02 ? between(chance, 1010, 1900) : between(chance, 12, 80);
  const payMs = between(chance, 90, 320);
  return [
    { delayMs: 0, level: 'INFO', logger: 'http', body: `POST /v1/checkout ${cart}, ${between(chance, 1, 9)} items` },
    stockMs < 1000
      ? { delayMs: stockMs, level: 'INFO', logger: 'stock', body: `reserved stock for ${cart} in ${stockMs} ms` }
      : { delayMs: stockMs, level: 'WARN', logger: 'stock', body: `warehouse took ${stockMs} ms for ${cart}` },
    { delayMs: payMs, level: 'INFO', logger: 'payment', body: `${price(chance)} authorised for ${cart}` },
    {
      delayMs: between(chance, 4, 30),
      level: 'INFO',
      logger: 'http',
      body: `order ord_${hex(chance, 8)} placed, 201 in ${stockMs + payMs + 20} ms`,
      attributes: post('/v1/checkout', 201),
    },
  ];
};

/** The failures that a healthy checkout has every day: partners that do not answer. */
export const orderFailed: Story = (chance) => {
  const cart = `cart_${hex(chance, 6)}`;
  const [type, message] = pick(chance, [
    ['UpstreamError', `payments answered 502 after 3 attempts`],
    ['TimeoutError', `pricing: deadline of 2000 ms exceeded`],
    ['StockError', `warehouse lost the reservation of ${cart}`],
  ]);
  return [
    { delayMs: 0, level: 'INFO', logger: 'http', body: `POST /v1/checkout ${cart}, ${between(chance, 1, 9)} items` },
    {
      delayMs: between(chance, 200, 2100),
      level: 'ERROR',
      logger: 'http',
      body: `checkout of ${cart} failed: ${message}`,
      attributes: {
        ...post('/v1/checkout', 502),
        ...exception(type, message, 'placeOrder (checkout/orders.js:118:11)'),
      },
    },
  ];
};

/** What an instance writes while it restarts: loud, short, and no fault of the release. */
export const restartNoise: Story = (chance) => [
  chance() < 0.1
    ? {
        delayMs: 0,
        level: 'FATAL',
        logger: 'main',
        body: 'port 8080 is still in use, giving up; the supervisor tries again',
      }
    : {
        delayMs: 0,
        level: 'ERROR',
        logger: 'pool',
        body: `readiness probe refused: database pool has ${between(chance, 0, 3)} of 8 connections`,
      },
];

/** A card payment that goes through. */
export const paymentCaptured: Story = (chance) => {
  const payment = `pay_${hex(chance, 8)}`;
  const acquirer = pick(chance, ACQUIRERS);
  const tookMs = between(chance, 70, 280);
  return [
    {
      delayMs: 0,
      level: 'INFO',
      logger: 'http',
      body: `authorise ${payment}, ${price(chance)}, ${pick(chance, CARDS)}`,
    },
    chance() < 0.03
      ? { delayMs: tookMs, level: 'WARN', logger: 'acquirer', body: `${acquirer} asked to retry ${payment} (code 91)` }
      : { delayMs: tookMs, level: 'INFO', logger: 'acquirer', body: `${acquirer} approved ${payment} in ${tookMs} ms` },
    {
      delayMs: between(chance, 20, 90),
      level: 'INFO',
      logger: 'ledger',
      body: `${payment} captured`,
      attributes: post('/v1/payments', 200),
    },
  ];
};

/** The failures that a healthy payment service has every day. */
export const paymentFailed: Story = (chance) => {
  const payment = `pay_${hex(chance, 8)}`;
  const acquirer = pick(chance, ACQUIRERS);
  const [type, message] = pick(chance, [
    ['TimeoutError', `${acquirer} did not answer within 5000 ms`],
    ['SocketError', `${acquirer}: connection reset by peer`],
    ['ChallengeError', '3-D Secure challenge expired'],
  ]);
  return [
    {
      delayMs: 0,
      level: 'INFO',
      logger: 'http',
      body: `authorise ${payment}, ${price(chance)}, ${pick(chance, CARDS)}`,
    },
    {
      delayMs: between(chance, 300, 5000),
      level: 'ERROR',
      logger: 'acquirer',
      body: `${payment} failed: ${message}`,
      attributes: {
        ...post('/v1/payments', 504),
        ...exception(type, message, 'authorise (payments/acquirer.js:64:9)'),
      },
    },
  ];
};

/** The bug of the bad release: a field that some payments do not have. One in thirty takes the worker down. */
export const paymentBroken: Story = (chance) => {
  const payment = `pay_${hex(chance, 8)}`;
  const message = "Cannot read properties of undefined (reading 'minorUnits')";
  const steps: readonly Step[] = [
    {
      delayMs: 0,
      level: 'INFO',
      logger: 'http',
      body: `authorise ${payment}, ${price(chance)}, ${pick(chance, CARDS)}`,
    },
    {
      delayMs: between(chance, 5, 40),
      level: 'ERROR',
      logger: 'ledger',
      body: `${payment} failed: TypeError: ${message}`,
      attributes: {
        ...post('/v1/payments', 500),
        ...exception('TypeError', message, 'toLedgerEntry (payments/ledger.js:41:27)'),
      },
    },
  ];
  if (chance() >= 1 / 30) return steps;
  return [
    ...steps,
    { delayMs: 3, level: 'FATAL', logger: 'main', body: 'unhandled rejection, worker 2 exits and is replaced' },
  ];
};

/** A refund that reaches the bank. */
export const refundSent: Story = (chance) => {
  const refund = `ref_${hex(chance, 8)}`;
  return [
    { delayMs: 0, level: 'INFO', logger: 'queue', body: `took ${refund} from the queue` },
    {
      delayMs: between(chance, 150, 900),
      level: 'INFO',
      logger: 'bank',
      body: `${refund}: ${price(chance)} sent to the bank`,
    },
  ];
};

/** A worker that has nothing to do says so: the heartbeat that tells a quiet service from a dead one. */
export const queueEmpty: Story = () => [{ delayMs: 0, level: 'INFO', logger: 'queue', body: 'no refunds due' }];

/** A refund that fails once. */
export const refundFailed: Story = (chance) => {
  const refund = `ref_${hex(chance, 8)}`;
  const message = 'the bank answered 503 Service Unavailable';
  return [
    { delayMs: 0, level: 'INFO', logger: 'queue', body: `took ${refund} from the queue` },
    {
      delayMs: between(chance, 150, 900),
      level: 'ERROR',
      logger: 'bank',
      body: `${refund} failed, back in the queue: ${message}`,
      attributes: exception('BankError', message, 'send (refunds/bank.js:77:13)'),
    },
  ];
};
