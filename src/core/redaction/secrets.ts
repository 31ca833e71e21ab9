import { TOKENS } from './tokens.js';

/** What stands for a secret. */
export const REDACTED = '[redacted]';

/** What a key is for, where it is secret: `key` alone is the primary key of a table or of a map. */
const KEYS = String.raw`(?:api|access|private|account|shared|secret|encryption|decryption|signing|master|client|service|auth|license)[-_ ]?(?:access[-_ ]?)?key`;

/** Words whose value is nobody's business, in compounds too: `db_password`, `x-api-key`, `passwordHash`. Not `compass`, nor `tokens: 512`. */
const NAMES = String.raw`(?:passw(?:or[dt]|d)|pass(?:phrase|code)|(?:(?<![a-z])|db|user|smtp|ftp|root|admin|ldap|mail|key|store)pass|pwd|secret|token|${KEYS}|credential|authorization|cookie|session[-_ ]?(?:id|key)|sessid)(?!s["']?\s{0,3}[:=]\s{0,3}\d)(?:s|\d{1,3})?(?:hash|value|text|id)?(?:[-_][\w-]{0,20})?`;

/** What joins a name and its value, also in JSON, in JSON within JSON, and in an address. */
const JOINT = String.raw`\\?["']?\s{0,3}(?:=>|[:=]|%3[AD])\s{0,3}`;

/** Redacted already, cut off, or no value at all. */
const DONE = String.raw`(?!\s{0,3}(?:\[redacted\]|…|(?:null|none|nil|undefined|true|false|missing|invalid|expired|required)(?:[\s,;&)}\]"']|$)))`;

/** A quoted text up to its end, or to the end of everything where a cut took that away. */
const QUOTED = String.raw`\\?"(?:[^"\\]|\\[^])*(?:"|$)|\\?'(?:[^'\\]|\\[^])*(?:'|$)`;

const SECRET_SOURCES = {
  'private key, whole or cut': String.raw`()-----BEGIN [A-Z ]{0,40}PRIVATE KEY[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|$)`,
  'quoted value of a name': String.raw`(${NAMES}${JOINT})(?:${QUOTED})`,
  'value beside its name': String.raw`(${NAMES}\\?["'][\s,]{0,3}\\?["']?value${JOINT})(?:${QUOTED})`,
  'quoted after the word': String.raw`(passw(?:or)?d\s{1,3})(?:${QUOTED})`,
  'content of an element': String.raw`(<[\w:.-]{0,30}${NAMES}(?:\s[^<>]{0,100})?>)${DONE}[^<\s][^<]*`,
  'header, to the end of its line': String.raw`((?:authorization|cookie)["']?\s{0,3}[:=]\s{0,3})${DONE}[^\r\n]+`,
  // A password may hold any sign but space.
  'value of a name': String.raw`(${NAMES}${JOINT})${DONE}[^\s"']\S*`,
  'argument of a command': String.raw`(--?${NAMES}\s{1,3})${DONE}\S+`,
  'user and password for curl': String.raw`((?:\s-u|--(?:proxy-)?user)[\s=]{1,3}["']?[^\s:"']{1,100}:)${DONE}[^\s"']+`,
  'password for a client': String.raw`(\b(?:mysql|mariadb|sshpass)\w{0,10}\s(?:[^\r\n]{0,100}?\s)?-p\s?)${DONE}[^\s"'-]\S*`,
  'parameter of an address': String.raw`([?&](?:key|sig|signature|auth|pw|sid|[\w-]{1,30}-signature)=)${DONE}[^\s"'&#<>]+`,
  'session or signature': String.raw`((?<![a-z])(?:sid|signature)["']?\s?=\s?["']?)${DONE}[\w%.:+/=-]{8,}`,
  'short number': String.raw`((?<![a-z])(?:pin|otp|cvv2?|cvc2?)["']?\s{0,3}[:=]\s{0,3}["']?)${DONE}\d{3,8}(?!\w)`,
  scheme: String.raw`(\b(?:bearer|basic)(?:\s|%20){1,3})(?!auth|token\b)${DONE}[\w.~+/=-]{4,}`,
  'user and password in an address': String.raw`(:\/\/)[^\s/]{1,1000}(?=@)`,
  'user and password for Oracle': String.raw`(:(?:thin|oci8?):)[^\s@]{1,200}(?=@)`,
  // Tried only where a word begins, so that a long word takes no longer than its length.
  'e-mail address': String.raw`()(?<![\p{L}\p{N}_.+-])[\p{L}\p{N}_.+-]+(?:@|%40)(?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]+`,
} as const;

/** Everything that is replaced, in this order; what the first group holds stays. */
export const SECRETS: readonly RegExp[] = [
  ...Object.values(SECRET_SOURCES).map((source) => new RegExp(source, flagsOf(source))),
  new RegExp(`()(?:${TOKENS.join('|')})`, 'g'),
];

/** Only the border of a private key tells capitals apart; only letters of all languages need the meaning of Unicode. */
function flagsOf(source: string): string {
  if (source.includes('-----')) return 'g';
  return source.includes(String.raw`\p{L}`) ? 'giu' : 'gi';
}
