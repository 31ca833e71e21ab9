import { UserError } from '../errors.js';
import { isKeyed, NOTIFY_DEFAULTS, type Notifier, type NotifyEvent, type Secret } from '../notify/settings.js';
import { duration } from './fields.js';
import type { NotifySection } from './file/notify.js';

type Entry = NotifySection[number];

/** Chats hear of what went wrong; what wakes somebody wakes for a rollback alone, and closes it with the next pass. */
const USUAL_EVENTS = ['rollback', 'inconclusive', 'error'] as const satisfies readonly NotifyEvent[];
const USUAL_EVENTS_OF_KEYED = ['rollback', 'recovered'] as const satisfies readonly NotifyEvent[];
/** Between releases a chat hears of the end of what it heard of. */
const USUAL_EVENTS_OF_WATCH = [...USUAL_EVENTS, 'recovered'] as const satisfies readonly NotifyEvent[];

/** What is told: verdicts of releases, of which each run knows its own alone, or of a service between them. */
type About = 'release' | 'watch';

/**
 * The notifications of the file, whose secrets are resolved.
 *
 * @throws UserError naming the key that is wrong, and never its value.
 */
export function readNotifiers(section: NotifySection, about: About = 'release'): readonly Notifier[] {
  return section.map((entry, index) => readNotifier(entry, `notify[${index}]`, about));
}

/** @throws UserError where it is no address that a browser opens. */
export function readReportUrl(value: string | null): string | null {
  return value === null ? null : httpUrl('reportUrl', value)();
}

function readNotifier(entry: Entry, place: string, about: About): Notifier {
  const common = readCommon(entry, place, about);
  switch (entry.type) {
    case 'slack':
    case 'teams':
      return { ...common, type: entry.type, url: httpsUrl(`${place}.url`, entry.url) };
    case 'webhook':
      return {
        ...common,
        type: entry.type,
        url: httpUrl(`${place}.url`, entry.url),
        secret: entry.secret === undefined ? null : secretText(`${place}.secret`, entry.secret),
        headers: readHeaders(`${place}.headers`, entry.headers),
      };
    case 'pagerduty':
      return {
        ...common,
        type: entry.type,
        routingKey: secretText(`${place}.routingKey`, entry.routingKey),
        url: httpsUrl(`${place}.url`, entry.url ?? NOTIFY_DEFAULTS.pagerdutyUrl),
      };
    case 'opsgenie':
      return {
        ...common,
        type: entry.type,
        apiKey: secretText(`${place}.apiKey`, entry.apiKey),
        url: httpsUrl(`${place}.url`, entry.url ?? NOTIFY_DEFAULTS.opsgenieUrl),
        team: entry.team ?? null,
      };
    case 'alertmanager':
      return {
        ...common,
        type: entry.type,
        url: httpUrl(`${place}.url`, entry.url),
        headers: readHeaders(`${place}.headers`, entry.headers),
        labels: entry.labels ?? {},
        firesForMs:
          entry.firesFor === undefined ? NOTIFY_DEFAULTS.firesForMs : duration(`${place}.firesFor`, entry.firesFor),
      };
    case 'moira':
      return {
        ...common,
        type: entry.type,
        url: httpUrl(`${place}.url`, entry.url),
        headers: readHeaders(`${place}.headers`, entry.headers),
      };
    case 'grafana':
      return {
        ...common,
        type: entry.type,
        url: httpUrl(`${place}.url`, entry.url),
        token: secretText(`${place}.token`, entry.token),
        dashboardUid: entry.dashboardUid ?? null,
        panelId: entry.panelId ?? null,
        tags: entry.tags ?? [],
      };
    case 'email':
      return { ...common, ...readEmail(entry, place) };
  }
}

function readCommon(entry: Entry, place: string, about: About) {
  const usual = about === 'watch' ? USUAL_EVENTS_OF_WATCH : USUAL_EVENTS;
  const when = entry.when ?? (isKeyed(entry) ? USUAL_EVENTS_OF_KEYED : usual);
  if (about === 'release' && when.includes('recovered') && entry.state === undefined && !isKeyed(entry)) {
    throw new UserError(
      `${place} is to tell of recovered, but ${entry.type} does not know what the last verdict was`,
      `Give ${place} a state file that is kept from run to run, or take recovered out of its when.`,
    );
  }
  return {
    when,
    timeoutMs: entry.timeout === undefined ? NOTIFY_DEFAULTS.timeoutMs : duration(`${place}.timeout`, entry.timeout),
    retries: entry.retries ?? NOTIFY_DEFAULTS.retries,
    state: entry.state ?? null,
  };
}

function readEmail(entry: Extract<Entry, { type: 'email' }>, place: string) {
  const { type, host, user = null, password, from, to } = entry;
  const tls = entry.tls ?? 'starttls';
  if (tls === 'none' && password !== undefined) {
    throw new UserError(`${place} would send its password unencrypted`, `Set ${place}.tls to starttls or implicit.`);
  }
  for (const address of [from, ...to]) plainText(`${place}.${address === from ? 'from' : 'to'}`, address);
  return {
    type,
    host,
    port: entry.port ?? (tls === 'implicit' ? 465 : 587),
    tls,
    user,
    password: password === undefined ? null : secretText(`${place}.password`, password),
    from,
    to,
  };
}

function readHeaders(place: string, headers: Readonly<Record<string, string>> = {}) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
        throw new UserError(`${place} has a name that is none: ${JSON.stringify(name)}`, 'Write it like X-Team.');
      }
      return [name, secretText(`${place}.${name}`, value)];
    }),
  );
}

/** Files often end with a line break that belongs to no secret. */
function secretText(place: string, value: string): Secret {
  const text = plainText(place, value.trim());
  return () => text;
}

/** A line break in a header or an address would begin another one. */
function plainText(place: string, value: string): string {
  if (value !== '' && !/\p{Cc}/u.test(value)) return value;
  throw new UserError(
    `${place} is empty or holds control characters`,
    `See what the variable or file that ${place} names holds.`,
  );
}

function httpUrl(place: string, value: string): Secret {
  const address = secretText(place, value);
  const { protocol, username, password } = parsedUrl(place, address);
  if (username + password !== '') {
    throw new UserError(
      `${place} holds a user or password`,
      'Give them in a header, such as Authorization: Basic ${NAME}, with NAME in Base64.',
    );
  }
  if (/^https?:$/.test(protocol)) return address;
  throw new UserError(`${place} is no http address`, `Write ${place} like https://example.org/hook.`);
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The address or what is sent to it is a secret: it goes over no wire in plain. */
function httpsUrl(place: string, value: string): Secret {
  const address = httpUrl(place, value);
  const { protocol, hostname } = parsedUrl(place, address);
  if (protocol === 'https:' || LOOPBACK.test(hostname)) return address;
  throw new UserError(`${place} is not encrypted`, `Write ${place} with https://.`);
}

function parsedUrl(place: string, address: Secret): URL {
  try {
    return new URL(address());
  } catch {
    // The error would show the address.
    throw new UserError(`${place} is no address`, `See what the variable or file that ${place} names holds.`);
  }
}
