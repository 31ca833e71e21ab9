import { between, hex, pick } from '../chance.js';
import { exception, post, price, type Step, type Story } from './story.js';

const CARDS = [
  'visa ****4242',
  'visa ****0341',
  'mastercard ****5100',
  'mastercard ****9917',
  'amex ****3005',
] as const;
const ACQUIRERS = ['northbank', 'eurocard', 'bluepay'] as const;

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
