import { DONE, JOINT, NAMES, QUOTED } from './names.js';
import { STATEMENTS } from './statements.js';
import { TOKENS } from './tokens.js';

/** What stands for a secret. */
export const REDACTED = '[redacted]';

/** Neither `password is invalid` nor `password must` has a value in it: a sign that is no letter tells one. */
const PASSWORD_IS = String.raw`(?<![\w/.-])(?:passw(?:or)?d\s{1,3}(?:is\s)?|(?:passphrase|passcode|secret)\sis\s)["']?`;

/** What a one-time code is for. */
const ONE_TIME = 'one[- ]?time|otp|totp|2fa|mfa|sms|verification|security|confirmation|login|pin';

/** Pages that a link with a token leads to. */
const LINKS = 'reset|verify|verification|confirm|activate|invite|invitation|unsubscribe|magic';

const SECRET_SOURCES = {
  'private key, whole or cut': String.raw`()-----BEGIN [A-Z ]{0,40}PRIVATE KEY[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|$)`,
  'quoted value of a name': String.raw`(${NAMES}${JOINT})(?:${QUOTED})`,
  'value beside its name': String.raw`(${NAMES}\\?["'][\s,]{0,3}\\?["']?value${JOINT})(?:${QUOTED})`,
  'quoted after the word': String.raw`(passw(?:or)?d\s{1,3})(?:${QUOTED})`,
  'content of an element': String.raw`(<[\w:.-]{0,30}${NAMES}(?:\s[^<>]{0,100})?>)${DONE}[^<\s][^<]*`,
  'header, to the end of its line': String.raw`((?:authorization|cookie)["']?\s{0,3}[:=]\s{0,3})${DONE}[^\r\n]+`,
  'phrase of a wallet': String.raw`((?:mnemonic|(?:seed|recovery)[-_ ]?phrase)${JOINT})${DONE}[^\r\n]+`,
  'password in a sentence': String.raw`(${PASSWORD_IS})${DONE}(?=\S{0,100}[\d!#$%&*+@^])(?=\S{0,100}[a-z])\S{4,}`,
  'long word behind a name': String.raw`(${NAMES}\s{1,3}["']?)${DONE}(?=[a-z]{0,100}\d)[\w~+/=-]{16,}`,
  // A password may hold any sign but space.
  'value of a name': String.raw`(${NAMES}${JOINT})${DONE}[^\s"']\S*`,
  'argument of a command': String.raw`((?<![\w-])--?${NAMES}\s{1,3})${DONE}(?!-)\S+`,
  'parameter of an address': String.raw`([?&](?:key|sig|signature|auth|pw|sid|[\w-]{1,30}-signature)=)${DONE}[^\s"'&#<>]+`,
  'long parameter of an address': String.raw`([?&](?:code|code_verifier|assertion|ticket|samlresponse|samlrequest)=)${DONE}[\w%.~+/=-]{16,}`,
  'end of a link': String.raw`(\/(?:${LINKS})[\w-]{0,20}\/)${DONE}(?=(?:[\w-]{0,40}?\d){3})[\w-]{20,}`,
  'log-in of a registry': String.raw`("auth"\s?:\s?)(?:${QUOTED})`,
  'session or signature': String.raw`((?<![a-z])(?:sid|signature)["']?\s?=\s?["']?)${DONE}[\w%.:+/=-]{8,}`,
  'one-time code': String.raw`(\b(?:${ONE_TIME})[-_ ](?:code|pin|password)(?:\s(?:is|was))?["']?\s{0,3}[:=]?\s{0,3}["']?)${DONE}\d{4,8}(?!\w)`,
  'short number': String.raw`((?<![a-z])(?:pin|otp|cvv2?|cvc2?)["']?\s{0,3}[:=]\s{0,3}["']?)${DONE}\d{3,8}(?!\w)`,
  scheme: String.raw`(\b(?:bearer|basic)(?:\s|%20){1,3})(?!auth|token\b|realm\b)${DONE}[\w.~+/=-]{4,}`,
  'user and password in an address': String.raw`(:\/\/)[^\s/]{1,1000}(?=@)`,
  'password with a slash in an address': String.raw`(:\/\/[^\s/:@]{1,200}:)(?!\d{1,5}(?:[/,?#]|$))${DONE}[^\s"'<>@]{1,200}(?=@[\w.-])`,
  'encoded user and password': String.raw`(%3A%2F%2F)[^\s%]{1,200}%3A[^\s@]{1,200}?(?=%40)`,
  IBAN: String.raw`(\biban["']?\s{0,3}[:=]?\s{0,3}["']?)${DONE}[A-Z]{2}\d{2}[A-Z0-9]{11,30}(?!\w)`,
  // Tried only where a word begins, so that a long word takes no longer than its length.
  'e-mail address': String.raw`()(?<![\p{L}\p{N}_.+-])[\p{L}\p{N}_.+-]+(?:@|%40)(?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]+`,
} as const;

/** Everything that is replaced, in this order; what the first group holds stays. */
export const SECRETS: readonly RegExp[] = [
  ...Object.values({ ...SECRET_SOURCES, ...STATEMENTS }).map((source) => new RegExp(source, flagsOf(source))),
  new RegExp(`()(?:${TOKENS.join('|')})`, 'g'),
];

/** Only the border of a private key tells capitals apart; only letters of all languages need the meaning of Unicode. */
function flagsOf(source: string): string {
  if (source.includes('-----')) return 'g';
  return source.includes(String.raw`\p{L}`) ? 'giu' : 'gi';
}
