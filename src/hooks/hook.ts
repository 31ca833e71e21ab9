import type { Occasion } from '../core/notice.js';

/** A program with its arguments, started as they are; or a line for `/bin/sh`, where a person asked for a shell. */
export type HookCommand = { readonly argv: readonly [program: string, ...args: string[]] } | { readonly shell: string };

/** A command that runs when a judgement is over. */
export interface Hook {
  readonly on: Occasion;
  readonly command: HookCommand;
  /** How long one try may take. */
  readonly timeoutMs: number;
  /** How often it is tried again when it fails. */
  readonly retries: number;
}

export const HOOK_DEFAULTS = { timeoutMs: 300_000, retries: 0 } as const;

/** With pauses of up to half a minute between the tries, more would hold the pipeline for too long. */
export const MOST_RETRIES = 10;

/** What a person recognises the hook by. Never its arguments, which may hold a secret. */
export function nameOfHook({ on, command }: Hook): string {
  return `on-${on} hook (${'shell' in command ? 'shell line' : command.argv[0]})`;
}
