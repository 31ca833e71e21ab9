/** What stands for a secret. */
export const REDACTED = '[redacted]';

/** Words whose value is nobody's business, in compounds too: `db_password`, `x-api-key`. */
const NAMES = String.raw`(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_ ]?key|(?:access|private|account|shared)[-_ ]?(?:access[-_ ]?)?key|credential|authorization|cookie|session[-_ ]?id|sessid|signature)(?:s|\d{1,3})?(?:[-_][\w-]{0,20})?`;

/** What joins a name and its value, also in JSON and in JSON within JSON. */
const JOINT = String.raw`\\?["']?\s{0,3}(?:=>|[:=])\s{0,3}`;

/** Redacted already, or cut off. */
const DONE = String.raw`(?!\s{0,3}(?:\[redacted\]|…))`;

/** A quoted text up to its end, or to the end of everything where a cut took that away. */
const QUOTED = String.raw`\\?"(?:[^"\\]|\\[^])*(?:"|$)|\\?'(?:[^'\\]|\\[^])*(?:'|$)`;

const SECRET_SOURCES = {
  'private key, whole or cut': String.raw`()-----BEGIN [A-Z ]{0,40}PRIVATE KEY[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----|$)`,
  'quoted value of a name': String.raw`(${NAMES}${JOINT})(?:${QUOTED})`,
  'header, to the end of its line': String.raw`((?:authorization|cookie)["']?\s{0,3}[:=]\s{0,3})${DONE}[^\r\n]+`,
  // A password may hold any sign but space.
  'value of a name': String.raw`(${NAMES}${JOINT})${DONE}[^\s"']\S*`,
  'argument of a command': String.raw`(--?${NAMES}\s{1,3})${DONE}\S+`,
  scheme: String.raw`(\b(?:bearer|basic)\s{1,3})(?!auth|token\b)${DONE}[\w.~+/=-]{4,}`,
  'user and password in an address': String.raw`(:\/\/)[^\s/]{1,1000}(?=@)`,
} as const;

/** Tokens that are known by how they begin. */
const TOKENS = [
  String.raw`(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA)[A-Z0-9]{12,}`,
  String.raw`AIza[\w-]{20,}|ya29\.[\w-]{10,}|GOCSPX-[\w-]{10,}`,
  String.raw`gh[pousr]_\w{16,}|github_pat_\w{16,}|gl(?:pat|ptt|dt|rt|cbt)-[\w-]{16,}`,
  String.raw`xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}|hooks\.slack\.com/\S+`,
  String.raw`[srp]k_(?:live|test)_\w{10,}|whsec_\w{10,}|sk-[\w-]{20,}|SG\.[\w-]{10,}\.[\w-]{10,}`,
  String.raw`npm_\w{20,}|pypi-[\w-]{20,}`,
  // A JWT, whole or cut.
  String.raw`eyJ[\w-]{6,}(?:\.[\w-]*){0,4}`,
  // An e-mail address; tried only where a word begins, so that a long word takes no longer than its length.
  String.raw`(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[\w-]+`,
].join('|');

/** Everything that is replaced, in this order; what the first group holds stays. */
export const SECRETS: readonly RegExp[] = [
  ...Object.values(SECRET_SOURCES).map((source) => new RegExp(source, source.includes('-----') ? 'g' : 'gi')),
  new RegExp(`()(?:${TOKENS})`, 'g'),
];
