import { between, hex, pick } from '../chance.js';
import { exception, post, price, type Story } from './story.js';

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
