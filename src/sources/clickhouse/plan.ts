import { NotAnAnswer, textValue, type Answer } from './answer.js';

/** One step of a server's plan, such as a read from a table. */
export type PlanStep = Readonly<Record<string, unknown>>;

/** Every step of the answer of `EXPLAIN json = 1`, the outermost first. */
export function stepsOf({ rows }: Answer): readonly PlanStep[] {
  let plan: unknown;
  try {
    plan = JSON.parse(rows.map(({ explain }) => textValue(explain)).join('\n'));
  } catch (error) {
    throw new NotAnAnswer('the plan of the query is no JSON', { cause: error });
  }
  return within(plan);
}

function within(node: unknown): readonly PlanStep[] {
  if (Array.isArray(node)) return node.flatMap(within);
  if (typeof node !== 'object' || node === null) return [];
  const step: PlanStep = { ...node };
  const inner = Object.values(step).flatMap(within);
  return 'Node Type' in step ? [step, ...inner] : inner;
}
