import type { Occasion } from '../core/notice.js';

/** A secret text: a function, so that neither JSON nor the dump of an error shows it. */
export type Secret = () => string;

/** What a notification can be about: `recovered` is a pass that follows a rollback. */
export type NotifyEvent = Occasion | 'recovered';

export const NOTIFY_EVENTS = [
  'rollback',
  'inconclusive',
  'pass',
  'error',
  'recovered',
] as const satisfies readonly NotifyEvent[];

/** What every kind of notification has. */
interface Common {
  readonly when: readonly NotifyEvent[];
  /** How long one try may take. */
  readonly timeoutMs: number;
  /** How often it is tried again. */
  readonly retries: number;
  /** File that keeps the last verdict, for `recovered` where the service itself keeps none. */
  readonly state: string | null;
}

/** Headers of a request; a value may be a secret. */
export type SecretHeaders = Readonly<Record<string, Secret>>;

interface Slack extends Common {
  readonly type: 'slack';
  readonly url: Secret;
}

interface Teams extends Common {
  readonly type: 'teams';
  readonly url: Secret;
}

export interface Webhook extends Common {
  readonly type: 'webhook';
  readonly url: Secret;
  /** Key of the signature; null for none. */
  readonly secret: Secret | null;
  readonly headers: SecretHeaders;
}

export interface PagerDuty extends Common {
  readonly type: 'pagerduty';
  readonly routingKey: Secret;
  /** Address of the Events API, such as `https://events.pagerduty.com`. */
  readonly url: Secret;
}

export interface Opsgenie extends Common {
  readonly type: 'opsgenie';
  readonly apiKey: Secret;
  /** Address of the API, such as `https://api.opsgenie.com`. */
  readonly url: Secret;
  /** The team that is to answer; null for the integration's own. */
  readonly team: string | null;
}

export interface Alertmanager extends Common {
  readonly type: 'alertmanager';
  readonly url: Secret;
  readonly headers: SecretHeaders;
  /** Labels for the routing, beside our own. */
  readonly labels: Readonly<Record<string, string>>;
  /** How long an alert fires that no pass resolves. */
  readonly firesForMs: number;
}

export interface Moira extends Common {
  readonly type: 'moira';
  readonly url: Secret;
  readonly headers: SecretHeaders;
}

export interface Grafana extends Common {
  readonly type: 'grafana';
  readonly url: Secret;
  readonly token: Secret;
  readonly dashboardUid: string | null;
  readonly panelId: number | null;
  readonly tags: readonly string[];
}

export interface Email extends Common {
  readonly type: 'email';
  readonly host: string;
  readonly port: number;
  /** `starttls` and `implicit` accept no plain connection. */
  readonly tls: 'starttls' | 'implicit' | 'none';
  readonly user: string | null;
  readonly password: Secret | null;
  readonly from: string;
  readonly to: readonly string[];
}

/** One configured notification. */
export type Notifier = Slack | Teams | Webhook | PagerDuty | Opsgenie | Alertmanager | Moira | Grafana | Email;

export const NOTIFY_DEFAULTS = {
  timeoutMs: 5000,
  retries: 2,
  firesForMs: 86_400_000,
  pagerdutyUrl: 'https://events.pagerduty.com',
  opsgenieUrl: 'https://api.opsgenie.com',
} as const;

/** Where a message is kept under a key of ours, so that a pass can close what a rollback opened. */
const KEYED: ReadonlySet<Notifier['type']> = new Set(['pagerduty', 'opsgenie', 'alertmanager']);

/** Whether the service itself remembers what is open. */
export function isKeyed({ type }: Pick<Notifier, 'type'>): boolean {
  return KEYED.has(type);
}
