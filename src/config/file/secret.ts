import { z } from 'zod';

/** Text of the file that may stand for a secret: `${NAME}` in it is a variable, `file:PATH` is the content of a file. */
export class Secret {
  readonly #template: string;

  constructor(template: string) {
    this.#template = template;
  }

  /** As it stands in the file; only to be resolved or checked, never to be shown. */
  template(): string {
    return this.#template;
  }

  /** What inspection and JSON show of it. */
  toJSON(): string {
    return '***';
  }
}

/** A value that may be a secret. Reading the file leaves it alone; it is resolved when it is needed, by `resolveSecrets`. */
export function secret() {
  return z.string().transform((template) => new Secret(template));
}

/** A section of the file after its secrets were resolved. */
export type Resolved<T> = T extends Secret
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Resolved<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Resolved<T[Key]> }
      : T;
