import { between, hex, type Chance } from '../../../src/demo/chance.js';

/** A log line and the template that it was made from. */
export interface Labelled {
  readonly label: string;
  readonly body: string;
}

const SUBJECTS = ['order', 'payment', 'cart', 'session', 'invoice', 'shipment', 'coupon', 'refund', 'profile', 'stock'];
const FAILURES = [
  'not found',
  'timed out after {ms}',
  'rejected by {ip}',
  'failed: status {code}',
  'failed with {errcode}',
  'of user {quoted} is locked',
  'could not be written to {path}',
  'expired at {time}',
  'has checksum {hex} but {hex} was expected',
  'lost its connection to {url}',
  'was retried {n} of {n} times',
  'sent to {email} bounced',
];
const NAMES = ['alice', 'bob', 'carol d', 'Dave-7', 'eve_x', 'mallory'];

/** What varies, by its name in a template; a code is part of the label, everything else is not. */
const VARIABLES: Readonly<Record<string, (chance: Chance) => string>> = {
  id: (chance) => (chance() < 0.5 ? uuid(chance) : String(between(chance, 1, 10_000_000))),
  ms: (chance) => `${between(chance, 1, 30_000)}${chance() < 0.5 ? 'ms' : ' ms'}`,
  ip: (chance) => `10.${between(chance, 0, 255)}.${between(chance, 0, 255)}.7:${between(chance, 1024, 65_535)}`,
  quoted: (chance) => `'${NAMES[between(chance, 0, NAMES.length - 1)]}${between(chance, 0, 99)}'`,
  path: (chance) => `/var/lib/app/${hex(chance, 6)}/${between(chance, 0, 999)}.db`,
  time: (chance) => new Date(between(chance, 1_700_000_000, 1_800_000_000) * 1000).toISOString(),
  hex: (chance) => hex(chance, 16),
  url: (chance) =>
    `https://api-${between(chance, 1, 9)}.shop.example/v1/${hex(chance, 8)}?page=${between(chance, 1, 9)}`,
  n: (chance) => String(between(chance, 1, 99)),
  email: (chance) => `user${between(chance, 1, 9999)}@example.com`,
};

function uuid(chance: Chance): string {
  return [8, 4, 4, 4, 12].map((length) => hex(chance, length)).join('-');
}

/** Every template: a subject, what failed, and a code where there is one. */
const TEMPLATES = SUBJECTS.flatMap((subject) =>
  FAILURES.flatMap((failure) => {
    const template = `${subject} {id} ${failure}`;
    if (template.includes('{code}')) return ['500', '502', '503'].map((code) => template.replace('{code}', code));
    if (template.includes('{errcode}'))
      return ['E4021', 'E4022', 'ORA-00942'].map((code) => template.replace('{errcode}', code));
    return [template];
  }),
).flatMap((template, index) => [
  template,
  ...(index % 7 === 0
    ? [`${template}\n\tat com.shop.Pay.run(Pay.java:{n})\n\tat com.shop.Main.main(Main.java:{n})`]
    : []),
]);

/** Labelled lines of templates that are not equally frequent. */
export function* labelled(count: number, chance: Chance): Generator<Labelled> {
  for (let made = 0; made < count; made += 1) {
    const template = TEMPLATES[Math.floor(TEMPLATES.length * chance() ** 2)] ?? '';
    const body = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => VARIABLES[name]?.(chance) ?? '');
    // A stack is no part of what an error says.
    yield { label: template.split('\n')[0] ?? '', body };
  }
}
