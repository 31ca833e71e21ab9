import { SourceError, UserError } from '../errors.js';
import type { JudgeConfig } from './judge-config.js';

type Places = Pick<JudgeConfig, 'given' | 'placeOf'>;

const FLAG = /--[a-z]+(?:-[a-z]+)*/g;

/** A service is named by its flag also where the file says what it is called in the logs. */
const ALWAYS_A_FLAG = new Set(['service']);

/**
 * A text with each flag called by the place where its value was given. Sources know settings by their flags alone, and
 * who wrote a value into the configuration file looks for it there.
 */
export function toldInPlace(text: string, { given, placeOf }: Places): string {
  return text.replaceAll(FLAG, (flag) => {
    const setting = flag.slice(2).replaceAll(/-[a-z]/g, (letter) => letter.slice(1).toUpperCase());
    return given.includes(setting) && !ALWAYS_A_FLAG.has(setting) ? placeOf(setting) : flag;
  });
}

/** An error of a person or a source whose flags are called so; any other as it is. */
function errorInPlace(error: unknown, places: Places): unknown {
  if (!(error instanceof UserError || error instanceof SourceError)) return error;
  const [message, hint] = [toldInPlace(error.message, places), toldInPlace(error.hint, places)];
  return error instanceof SourceError
    ? new SourceError(error.code, message, hint, { cause: error })
    : new UserError(message, hint, { cause: error });
}

/** What an action answers; its errors are told in place. */
export async function inPlace<T>(places: Places, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw errorInPlace(error, places);
  }
}
