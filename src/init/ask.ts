import { Interrupted } from '../errors.js';

/** Asks a person on the terminal. */
export interface Asker {
  text(question: string, usual?: string): Promise<string>;
  oneOf(question: string, choices: readonly Choice[]): Promise<string>;
}

export interface Choice {
  readonly value: string;
  readonly description: string;
}

/** Questions go to stderr, so that stdout stays what the command prints. */
export function terminalAsker(output: NodeJS.WritableStream, signal: AbortSignal): Asker {
  const context = { output, signal };
  return {
    text: async (message, usual) => {
      const { input } = await import('@inquirer/prompts');
      const isGiven = (value: string) => value.trim() !== '' || 'Give an answer, or press Ctrl-C.';
      return await answered(
        signal,
        input({ message, validate: isGiven, ...(usual !== undefined && { default: usual }) }, context),
      );
    },
    oneOf: async (message, choices) => {
      const { select } = await import('@inquirer/prompts');
      return await answered(signal, select({ message, choices: [...choices] }, context));
    },
  };
}

async function answered<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    signal.throwIfAborted();
    // The library takes Ctrl-C for itself while it asks.
    if (error instanceof Error && error.name === 'ExitPromptError') throw new Interrupted('SIGINT');
    throw error;
  }
}
