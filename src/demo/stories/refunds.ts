import { between, hex } from '../chance.js';
import { exception, price, type Story } from './story.js';

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
