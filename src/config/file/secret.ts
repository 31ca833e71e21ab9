import { z } from 'zod';

/** What of a text is secret: all of it, or what an address says before its `@` and behind its `?`. */
type Hidden = 'all' | 'credentials';

/** Text of the file that may hold a secret: `${NAME}` in it is a variable, `file:PATH` is the content of a file. */
export class Secret {
  readonly #template: string;
  readonly #hidden: Hidden;

  constructor(template: string, hidden: Hidden = 'all') {
    this.#template = template;
    this.#hidden = hidden;
  }

  /** As it stands in the file: to be resolved, never to be shown. */
  template(): string {
    return this.#template;
  }

  /** Whether a secret stands in it as it is. */
  isPlain(): boolean {
    if (this.#hidden === 'all') return this.#template !== '' && !/^file:|(?<!\$)\$\{\w+\}/.test(this.#template);
    return /^[^?#]*\*\*\*/.test(this.masked()) || SECRET_PARAMETER.test(this.#template);
  }

  /** As it may be shown: variables and names of files stay, secrets that stand in it as they are do not. */
  masked(): string {
    if (this.#template.startsWith('file:')) return this.#template;
    return this.#hidden === 'all' ? maskedText(this.#template) : maskedAddress(this.#template);
  }

  toJSON(): string {
    return this.masked();
  }
}

const MASK = '***';

/** Parameters of an address that are keys to something. */
const SECRET_PARAMETER = /[?&][\w-]*(?:token|key|secret|passw|sig|auth)[\w-]*=(?!\$\{)[^&]/i;

function maskedText(text: string): string {
  const parts = text.split(/((?<!\$)\$\{\w+\})/);
  return parts.map((part, index) => (index % 2 === 1 || part === '' ? part : MASK)).join('');
}

/** An address without what it says of users, passwords and parameters. */
export function maskedAddress(address: string): string {
  const [, before = '', user, after = address] = /^([a-z][\w+.-]*:\/\/)([^/?#]*@)?(.*)$/is.exec(address) ?? [];
  const [, place = '', parameters] = /^([^?#]*)(.*)$/s.exec(after) ?? [];
  const credentials = user === undefined ? '' : `${maskedUser(user.slice(0, -1))}@`;
  return `${before}${credentials}${place}${parameters === undefined || parameters === '' ? '' : `?${MASK}`}`;
}

/** A user's name may be seen, the password not; what stands there alone may be a token. */
function maskedUser(user: string): string {
  const at = user.indexOf(':');
  return at < 0 ? maskedText(user) : `${user.slice(0, at)}:${maskedText(user.slice(at + 1))}`;
}

/** A value that is a secret. Reading the file leaves it alone; `resolveSecrets` fills it in when it is needed. */
export function secret() {
  return z.string().transform((template) => new Secret(template));
}

/** An address or a name that may hold variables, and an address may hold credentials. */
export function interpolated() {
  return z.string().transform((template) => new Secret(template, 'credentials'));
}

/** A section of the file after its secrets were resolved. */
export type Resolved<T> = T extends Secret
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Resolved<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Resolved<T[Key]> }
      : T;
