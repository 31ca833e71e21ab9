import type { Answer } from './answer.js';
import { stepsOf } from './plan.js';

/** How far the indexes of a table narrow a read. */
export interface IndexUse {
  /** Blocks of rows that would be read. */
  readonly selectedGranules: number;
  /** Blocks that there are. */
  readonly totalGranules: number;
  /** The parts of keys that narrow it, as the server names them. */
  readonly keys: readonly string[];
  /** What each table's primary key was asked, as the server understood it. */
  readonly conditions: readonly string[];
  /** Tables that are read without any index. */
  readonly unindexed: readonly string[];
}

/** Reads the answer of `EXPLAIN indexes = 1, json = 1`, summed over every table that the plan reads. */
export function indexUseOf(answer: Answer): IndexUse {
  const steps = stepsOf(answer).filter((step) => step['Node Type'] === 'ReadFromMergeTree');
  const reads = steps.flatMap(({ Indexes: indexes }) => (Array.isArray(indexes) ? [readOf(indexes)] : []));
  return {
    selectedGranules: reads.reduce((sum, { selectedGranules }) => sum + selectedGranules, 0),
    totalGranules: reads.reduce((sum, { totalGranules }) => sum + totalGranules, 0),
    keys: [...new Set(reads.flatMap(({ keys }) => keys))],
    conditions: [...new Set(reads.flatMap(({ conditions }) => conditions))],
    unindexed: steps.filter((step) => !('Indexes' in step)).map((step) => String(step['Description'])),
  };
}

/** The indexes of one table, in the order in which they narrow it. */
function readOf(indexes: readonly unknown[]): Omit<IndexUse, 'unindexed'> {
  const number = (index: unknown, name: string) => Number(fieldOf(index, name) ?? 0);
  const primary = indexes.find((index) => fieldOf(index, 'Type') === 'PrimaryKey');
  const condition = fieldOf(primary, 'Condition');
  const keys = indexes.flatMap((index) => fieldOf(index, 'Keys') ?? []);
  return {
    totalGranules: number(indexes[0], 'Initial Granules'),
    selectedGranules: number(indexes.at(-1), 'Selected Granules'),
    keys: keys.filter((key) => typeof key === 'string'),
    conditions: typeof condition === 'string' ? [condition] : [],
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
