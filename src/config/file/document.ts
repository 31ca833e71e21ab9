import {
  Composer,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type CST,
  type Document,
  type Node,
} from 'yaml';
import { UserError } from '../../errors.js';

/** The way to a value: keys of maps and places in lists. */
export type Path = readonly (string | number)[];

/** A parsed file whose values know where they stand. */
export interface ConfigDocument {
  /** Plain objects, lists, texts, numbers and so on; null for an empty file. */
  readonly value: unknown;
  /** `12:5`, line and column of the key or item; where it is not in the file, of the nearest thing around it that is. */
  positionOf(path: Path): string;
}

/** The parser needs a call for each level, and no file of ours is half as deep. */
const MOST_LEVELS = 64;
const MOST_ALIASES = 100;

/**
 * Parses YAML 1.2, of which JSON is a part.
 * @throws UserError with name, line and column for what is no single, finite document with text keys.
 */
export function parseConfigText(text: string, name: string): ConfigDocument {
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const refuse = (where: string, problem: string, hint: string, cause?: unknown): never => {
    throw new UserError(`${name}:${where}: ${problem}`, hint, { cause });
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  if (isDeeperThan(MOST_LEVELS, tokens)) refuse('1:1', `it is nested more than ${MOST_LEVELS} levels deep`, HINT);
  const composer = new Composer({
    merge: true,
    stringKeys: true,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [document, second] = composer.compose(tokens, true, text.length);
  const [problem] = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  if (problem !== undefined) refuse(at(problem.pos[0]), firstLine(problem.message), HINT, problem);
  if (second !== undefined) refuse(at(second.range[0]), 'a second document begins', 'Keep one document in the file.');
  const value = document === undefined ? null : plainValue(document, (why, cause) => refuse('1:1', why, HINT, cause));
  return { value, positionOf: (path) => at(document === undefined ? 0 : offsetOf(document, path)) };
}

const HINT = 'Write it as YAML or JSON; canary-verdict schema config prints what may stand in it.';

function isDeeperThan(most: number, tokens: readonly CST.Token[]): boolean {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; depth <= most; depth += 1) {
    level = level.flatMap(inside);
    if (level.length === 0) return false;
  }
  return true;
}

function inside(token: CST.Token): readonly CST.Token[] {
  const items = 'items' in token ? token.items.flatMap(({ key, value }) => [key, value]) : [];
  return [...('value' in token ? [token.value] : []), ...items].filter(
    (one) => one !== null && typeof one === 'object',
  );
}

function plainValue(document: Document, refuse: (problem: string, cause: unknown) => never): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    // An alias may stand inside of what it stands for: then the value has no end.
    JSON.stringify(value);
    return value;
  } catch (cause) {
    if (cause instanceof TypeError) return refuse('an alias (*) stands inside of what it stands for', cause);
    const problem = cause instanceof Error ? firstLine(cause.message) : 'it cannot be read';
    return refuse(problem.includes('Excessive alias') ? 'its aliases (*) unfold without measure' : problem, cause);
  }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

/** Where the key or item at the end of the path begins, or the last one on the way that stands in the file. */
function offsetOf(document: Document, path: Path): number {
  let node = unaliased(document.contents, document);
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    const found = stepInto(node, step, document);
    if (found === undefined) break;
    offset = found.offset;
    node = unaliased(found.value, document);
  }
  return offset;
}

interface Found {
  readonly offset: number;
  readonly value: unknown;
}

function stepInto(node: Node | null, step: string | number, document: Document): Found | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { offset: item.range?.[0] ?? 0, value: item } : undefined;
  }
  if (!isMap(node)) return undefined;
  for (const { key, value } of node.items) {
    if (isScalar(key) && key.value === String(step)) return { offset: key.range?.[0] ?? 0, value };
  }
  // What `<<` brings in stands where it was written.
  const merged = node.items.filter(({ key }) => isScalar(key) && String(key.value) !== '' && isMergeKey(key.value));
  for (const { value } of merged) {
    const source = unaliased(value, document);
    for (const map of isSeq(source) ? source.items : [source]) {
      const found = stepInto(unaliased(map, document), step, document);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function isMergeKey(key: unknown): boolean {
  return key === '<<' || (typeof key === 'symbol' && key.description === '<<');
}

function unaliased(value: unknown, document: Document): Node | null {
  const node = isAlias(value) ? value.resolve(document) : value;
  return isNode(node) ? node : null;
}
