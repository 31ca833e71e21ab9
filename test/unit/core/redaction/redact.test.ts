import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCardNumber } from '../../../../src/core/redaction/luhn.js';
import { redact } from '../../../../src/core/redaction/redact.js';

// Put together from parts, so that no scanner takes this file for a leak.
const join = (...parts: readonly string[]) => parts.join('');
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALNUM = `${LETTERS}abcdefghijklmnopqrstuvwxyz0123456789`;
const of = (alphabet: string, minLength: number, maxLength = minLength) =>
  fc.array(fc.constantFrom(...alphabet.split('')), { minLength, maxLength }).map((letters) => letters.join(''));

/** A card number with its check digit. */
const card = fc
  .tuple(fc.constantFrom('4', '51', '55', '2221', '37', '6011', '3530'), of('0123456789', 15))
  .map(([start, rest]) => {
    const length = start === '37' ? 15 : 16;
    const body = `${start}${rest}`.slice(0, length - 1);
    const check = Array.from('0123456789').find((digit) => isCardNumber(`${body}${digit}`)) ?? '';
    return `${body}${check}`;
  });

const word = of(`${ALNUM}!#%*+.:;`, 4, 20).filter((text) => /^[A-Za-z0-9]/.test(text));

/** What must never be seen, and how it stands in a text. */
const secrets = fc.oneof(
  of(`${LETTERS}0123456789`, 16).map((key) => ({ secret: join('AK', 'IA', key), shown: join('AK', 'IA', key) })),
  of(ALNUM, 36).map((key) => ({ secret: key, shown: join('gh', 'p_', key) })),
  of(ALNUM, 24).map((key) => ({ secret: key, shown: join('xo', 'xb-', key) })),
  of(ALNUM, 35).map((key) => ({ secret: key, shown: join('AI', 'za', key) })),
  of(ALNUM, 24).map((key) => ({ secret: key, shown: join('sk', '_live_', key) })),
  fc.tuple(of(ALNUM, 20), of(ALNUM, 30), of(ALNUM, 40)).map((parts) => ({
    secret: parts[1],
    shown: join('ey', 'J', parts.join('.')),
  })),
  fc
    .tuple(
      fc.constantFrom('password=', 'PWD: ', 'db_password = ', 'apiKey=', '"client-secret": "', '--token ', 'secret:'),
      word,
    )
    .map(([name, value]) => ({ secret: value, shown: `${name}${value}${name.endsWith('"') ? '"' : ''}` })),
  word.map((value) => ({ secret: value, shown: `Authorization: Custom ${value} x` })),
  of(ALNUM, 12, 30).map((value) => ({ secret: value, shown: `Bearer ${value}` })),
  of(ALNUM, 12, 30).map((value) => ({ secret: value, shown: `Set-Cookie: sid=${value}; Path=/` })),
  fc.tuple(of(ALNUM, 3, 8), of(`${ALNUM}:@`, 6, 20)).map(([user, value]) => ({
    secret: value,
    shown: `postgres://${user}:${value}@db:5432/shop`,
  })),
  fc.tuple(of(ALNUM, 3, 12), of(ALNUM, 3, 12)).map(([user, host]) => ({
    secret: `${user}@${host}.example`,
    shown: `${user}@${host}.example`,
  })),
  of(ALNUM, 200).map((key) => ({
    secret: key,
    shown: join('-----BEGIN RSA PRIV', 'ATE KEY-----\n', key, '\n-----END RSA PRIV', 'ATE KEY-----'),
  })),
  card.map((number) => ({ secret: number, shown: number })),
  card.map((number) => ({
    secret: number.slice(8),
    shown: `${number.slice(0, 4)} ${number.slice(4, 8)} ${number.slice(8)}`,
  })),
);

const around = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    'order 17 failed: ',
    '{"msg":"',
    '"}',
    "user='",
    '\n',
    ' at ',
    '1234567',
    'x'.repeat(480),
    'y '.repeat(4080),
  ),
);

describe('a secret', () => {
  test('never survives, whatever stands around it', () => {
    fc.assert(
      fc.property(around, secrets, around, (before, { secret, shown }, after) => {
        const text = `${before} ${shown} ${after}`;
        // What is said around it may hold the same signs by chance.
        fc.pre(!before.includes(secret) && !after.includes(secret));
        expect(redact(text)).not.toContain(secret);
      }),
      { numRuns: 3000 },
    );
  });

  test('that begins with a sign of its own never survives within a word either', () => {
    const own = secrets.filter(({ shown }) => /^(?:AKIA|ghp_|xoxb|AIza|sk_live|eyJ|-----)/.test(shown));
    fc.assert(
      fc.property(around, own, around, (before, { secret, shown }, after) => {
        fc.pre(!before.includes(secret) && !after.includes(secret));
        expect(redact(`${before}${shown}${after}`)).not.toContain(secret);
      }),
      { numRuns: 2000 },
    );
  });
});

test('what is redacted stays as it is when it is redacted again', () => {
  fc.assert(
    fc.property(around, secrets, around, (before, { shown }, after) => {
      const once = redact(`${before} ${shown} ${after}`);
      expect(redact(once)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

test.for([
  { text: 'order 17 failed: status 503', why: 'nothing in it is secret' },
  {
    text: 'at 2026-03-01T12:00:00.123456789Z trace 01b5544a5471fe004829edea2e351cc5',
    why: 'times and ids are no cards',
  },
  { text: 'Basic authentication failed: bearer token expired', why: 'words about secrets are none' },
  { text: '4111 1111 1111 1112', why: 'the check digit is wrong' },
  { text: 'GET https://shop.example/cart?page=2', why: 'no user in the address' },
])('$text stays: $why', ({ text }) => {
  expect(redact(text)).toBe(text);
});

test.for([
  { text: join('Server=db;Pass', 'word=a b;'), shown: 'Server=db;Password=[redacted] b;' },
  { text: join('{"pass', 'word":"a \\" b","user":"ada"}'), shown: '{"password":[redacted],"user":"ada"}' },
  { text: 'https://ada:hunter2@host/x', shown: 'https://[redacted]@host/x' },
  { text: 'card 4111-1111-1111-1111 declined', shown: 'card [redacted] declined' },
  { text: 'mail to ada@example.com bounced', shown: 'mail to [redacted] bounced' },
])('$text becomes $shown', ({ text, shown }) => {
  expect(redact(text)).toBe(shown);
});

test('a sample is at most 500 characters long and ends between them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 400, maxLength: 600 }), (text) => {
      const shown = redact(text);
      expect(shown.length).toBeLessThanOrEqual(500);
      expect(/[\uD800-\uDBFF]…$/.test(shown)).toBe(false);
    }),
  );
});

test('hostile texts of a megabyte are read in a bounded part', () => {
  const units = [
    'a',
    'eyJ',
    'a@',
    'a.',
    '://',
    'password="',
    'password=\\',
    '4',
    '4 ',
    '-----BEGIN PRIVATE KEY',
    'Bearer ',
    '"\\',
    '@',
    '-',
    'insert into a(',
    'insert into a(token,',
    'key (token',
    '://a:',
    '/reset/a1a',
    'docker login ',
    'redis-cli ',
    'password ',
    'password is ',
    'aB1',
    '%3A%2F%2F',
    '\u00A01',
  ];
  for (const unit of units) expect(redact(unit.repeat(1_000_000 / unit.length)).length).toBeLessThanOrEqual(500);
});
