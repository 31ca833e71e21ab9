import { SourceError } from '../../../errors.js';
import { typeOf, type TableFacts } from './facts.js';
import type { LayoutKind } from './kind.js';

/** What a layout needs of a table: the type of each column by its name. */
export type Needs = Readonly<Record<string, RegExp>>;

/** Whether a table has all that is needed. */
export function hasNeeds(facts: Pick<TableFacts, 'columns'>, needs: Needs): boolean {
  return lacking(facts, needs).length === 0;
}

/** Refuses a table that lacks something: with `--layout` a person may name any layout for any table. */
export function requireNeeds(
  { name, title }: Pick<LayoutKind, 'name' | 'title'>,
  facts: TableFacts,
  needs: Needs,
): void {
  const lacks = lacking(facts, needs);
  if (lacks.length === 0) return;
  throw new SourceError(
    'wrong-layout',
    `the table is not of the layout ${name} (${title}): it has ${lacks.join(', ')}`,
    'Drop --layout to have it recognised, or name another table with --table.',
  );
}

function lacking(facts: Pick<TableFacts, 'columns'>, needs: Needs): readonly string[] {
  return Object.entries(needs).flatMap(([name, needed]) => {
    const type = typeOf(facts, name);
    if (type === undefined) return [`no column ${name}`];
    return needed.test(type) ? [] : [`a column ${name} of type ${type}`];
  });
}
