import type { Answer } from './answer.js';
import { guardTableOf, tableOf } from './table.js';

/** The lines of the three tables. */
export interface Answers {
  readonly goals: readonly Answer[];
  readonly beyond: readonly Answer[];
  readonly guard: readonly Answer[];
}

/** The page that the bench writes; the same seed and rule write the same page. */
export function pageOf({ goals, beyond, guard }: Answers, seed: number, releases: number): string {
  return `# How often it is right, measured

\`npm run bench:decisions\` draws releases whose truth is known and has them judged by the real code: ${releases} releases of
each kind, seed ${seed}. Buckets of 30 s, 30 minutes before and 5 minutes after, sensitivity 2, no warm-up, looks every 10 s. "Mean"
is errors a bucket while nothing is wrong. Where a line covers several means, the worst one counts;
**over** marks a value that is over its goal even at its lower limit.

${tableOf(goals)}
**Beyond the goals**: means 0.5, 2 and 20, the worst of them.

${tableOf(beyond)}
**The early rollback alone**, all means, the worst of them: what its bound of 1 % promises for errors on their own, and what becomes of
it where errors come otherwise.

${guardTableOf(guard)}
- **A new error** is told for a bucket of 10 s, in which the looks are made, and of 30 s, in which the rule counts. One error every 30 s
  are four by 120 s, of which less than three come in one case of four: no test that asks for three errors can find them all by then.
- **Plain median × 2** is \`--plain\`: the mean after, over twice the median before.
- **Mann-Whitney** judges like Spinnaker's Kayenta: the 98 % confidence interval of the shift lies above a quarter of the shift. A
  baseline without errors gives it no ratio of means, and so it never calls anything high.
- **Best possible**, missed: the uniformly most powerful unbiased test at exactly 1 % false alarms, computed, not drawn. It needs a
  coin where a whole error is too much, so no real rule reaches it. **Best possible**, seconds: Wald's sequential test at 1 % false
  alarms, told what no judge knows: the rate before and the size of the rise.
- **Waves** are a log-normal rate (sigma 0.5) that forgets itself over the time given; **bursts** have Pareto sizes (exponent 1.5).
  Stable instances take 95 % of the traffic and share the waves.
`;
}
