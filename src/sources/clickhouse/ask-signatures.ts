import type { Selection } from '../settings.js';
import type { LogSource } from '../source.js';
import type { Answer } from './answer.js';
import type { Tried } from './explained.js';
import type { Layout } from './layouts/layout.js';
import { lookBackQuery, reachQuery } from './look-back-query.js';
import { signaturesQuery } from './signatures-query.js';
import { lookBackOf, signaturesOf } from './signatures-rows.js';
import type { Query } from './sql.js';
import { whole } from './whole.js';

/** How a place with log lines is asked. */
interface Asked {
  layoutNow(signal: AbortSignal): Promise<Layout>;
  ask(query: Query, signal: AbortSignal): Promise<Answer>;
}

/** What a source can tell of the errors' texts. */
export function askSignatures(
  selection: Selection,
  tried: Tried,
  { layoutNow, ask }: Asked,
): Pick<LogSource, 'signatures' | 'lookBack'> {
  return {
    signatures: (question, signal) =>
      whole(tried, async () => {
        const layout = await layoutNow(signal);
        if ((question.withBodies ? layout.message : null) === null && layout.exceptionType === null) return null;
        return signaturesOf(await ask(signaturesQuery(layout, selection, question), signal), question);
      }),
    lookBack: (question, signal) =>
      whole(tried, async () => {
        const layout = await layoutNow(signal);
        const reached = await ask(reachQuery(layout, selection, question), signal);
        if (reached.rows.length === 0) return null;
        return lookBackOf(await ask(lookBackQuery(layout, selection, question), signal), question);
      }),
  };
}
