import { orderFailed, orderPlaced, restartNoise } from './stories/orders.js';
import { paymentBroken, paymentCaptured, paymentFailed } from './stories/payments.js';
import { queueEmpty, refundFailed, refundSent } from './stories/refunds.js';
import type { Story } from './stories/story.js';

/** Requests of one kind on each of `hosts`, by chance at a mean rate, or at a given instant. Minutes count from the release. */
export interface Traffic {
  readonly story: Story;
  /** Mean requests a second on each host; 0 for one request alone, at `fromMinutes`. */
  readonly perSecond: number;
  /** All hosts when absent. */
  readonly hosts?: readonly string[];
  /** The beginning of the logs when absent. */
  readonly fromMinutes?: number;
  /** The end of the logs when absent. */
  readonly toMinutes?: number;
}

/** A service, its release, and the logs that tell how the release went. */
export interface Scenario {
  readonly service: string;
  /** What happened, in one line, as a colleague would tell it. */
  readonly told: string;
  readonly hosts: readonly string[];
  readonly versions: { readonly before: string; readonly after: string };
  /** Hosts that the release goes to; the others keep the old version. */
  readonly releasedTo: readonly string[];
  /** How long before the end of the logs the release was. */
  readonly releasedMinutesAgo: number;
  readonly traffic: readonly Traffic[];
  /** What to judge beyond the service and the release, as flags of `judge`. */
  readonly canary: readonly string[];
}

/** How much of the past the logs cover. */
export const LOGS_MINUTES = 120;

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);

const CHECKOUT_HOSTS = numbered('checkout', 3);
const PAYMENTS_CANARY = 'payments-canary';
const REFUNDS_HOSTS = numbered('refunds', 2);

/** One release of each kind: what it is to pass, to roll back, and to be unable to tell. */
export const SCENARIOS: readonly Scenario[] = [
  {
    service: 'checkout',
    told: 'A good release to all three hosts: a loud restart, then errors as usual.',
    hosts: CHECKOUT_HOSTS,
    versions: { before: '2.30.4', after: '2.31.0' },
    releasedTo: CHECKOUT_HOSTS,
    releasedMinutesAgo: 75,
    traffic: [
      { story: orderPlaced, perSecond: 0.5 },
      { story: orderFailed, perSecond: 0.04 },
      // A warehouse outage in the baseline, which must not make the level look higher than it is.
      { story: orderFailed, perSecond: 0.36, fromMinutes: -21, toMinutes: -19 },
      { story: restartNoise, perSecond: 0.3, fromMinutes: 0, toMinutes: 0.4 },
    ],
    canary: [],
  },
  {
    service: 'payments',
    told: 'A bad release to one host of ten: one payment in five hits a new bug.',
    hosts: [...numbered('payments', 9), PAYMENTS_CANARY],
    versions: { before: '4.17.2', after: '4.18.0' },
    releasedTo: [PAYMENTS_CANARY],
    releasedMinutesAgo: 40,
    traffic: [
      { story: paymentCaptured, perSecond: 0.35 },
      { story: paymentFailed, perSecond: 0.022 },
      { story: paymentBroken, perSecond: 0.09, hosts: [PAYMENTS_CANARY], fromMinutes: 0.2 },
    ],
    canary: [`host=${PAYMENTS_CANARY}`],
  },
  {
    service: 'refunds',
    told: 'A quiet service without an error for half an hour, and one after the release.',
    hosts: REFUNDS_HOSTS,
    versions: { before: '1.8.0', after: '1.8.1' },
    releasedTo: REFUNDS_HOSTS,
    releasedMinutesAgo: 20,
    traffic: [
      { story: queueEmpty, perSecond: 0.2 },
      { story: refundSent, perSecond: 0.03 },
      { story: refundFailed, perSecond: 0, hosts: ['refunds-2'], fromMinutes: 3.2 },
    ],
    canary: [],
  },
];
