/** What a key is for, where it is secret: `key` alone is the primary key of a table or of a map. */
const KEYS = String.raw`(?:api|access|private|account|shared|secret|encryption|decryption|signing|hmac|master|client|service|auth|license|ssh)[-_ ]?(?:access[-_ ]?)?key`;

/** Passwords, in the languages of their users too. */
const PASSWORDS = String.raw`passw(?:or[dt]|d)|pass(?:phrase|code)|(?:(?<![a-z])|db|user|smtp|ftp|root|admin|ldap|mail|key|store)pass|pwd|(?<![a-z])pw|kennwort|mot de passe|contraseña|senha`;

/** Words whose value is nobody's business, in compounds too: `db_password`, `x-api-key`, `passwordHash`. Not `compass`, nor `tokens: 512`. */
export const NAMES = String.raw`(?:${PASSWORDS}|secret|token|${KEYS}|credential|authorization|cookie|session[-_ ]?(?:id|key)|sessid)(?!s["']?\s{0,3}[:=]\s{0,3}\d)(?:s|\d{1,3})?(?:hash|value|text|id|confirm(?:ation)?)?(?:[-_][\w-]{0,20})?`;

/** What joins a name and its value, also in JSON, in JSON within JSON, and in an address. */
export const JOINT = String.raw`\\?["']?\s{0,20}(?:=>|->|[:=]|%3[AD])\s{0,20}`;

/** Redacted already, cut off, or no value at all. */
export const DONE = String.raw`(?!\s{0,3}(?:\[redacted\]|…|(?:null|none|nil|undefined|true|false|yes|no|missing|invalid|expired|required)(?:[\s,;&)}\]"']|$)))`;

/** A quoted text up to its end, or to the end of everything where a cut took that away. */
export const QUOTED = String.raw`\\?"(?:[^"\\]|\\[^])*(?:"|$)|\\?'(?:[^'\\]|\\[^])*(?:'|$)`;
