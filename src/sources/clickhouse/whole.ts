import { SourceError } from '../../errors.js';
import { NotAnAnswer } from './answer.js';
import type { Tried } from './explained.js';

/** A result that is whole but not what was asked for is the source's failure, not ours. */
export async function whole<T>({ where }: Tried, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof NotAnAnswer)) throw error;
    throw new SourceError(
      'odd-answer',
      `${where} answered with a result that makes no sense: ${error.message}`,
      'See whether a proxy changes the answers; where counters are read, whether they hold nothing but counts.',
      { cause: error },
    );
  }
}
