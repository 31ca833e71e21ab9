import { findNodeAtLocation, parse, parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';

// JSON.parse tells no position on some engines, so a document that failed is read once more by a parser that does.

/** `:LINE: what is wrong` for text that is not JSON. */
export function syntaxErrorIn(json: string): string {
  const first = unlessTooDeep(() => {
    const errors: ParseError[] = [];
    parse(json, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    return errors[0];
  });
  if (first === undefined) return ':1: it is not JSON';
  const found = JSON.stringify(json.slice(first.offset, first.offset + Math.max(first.length, 1)).slice(0, 20));
  const problem = printParseErrorCode(first.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return `:${lineAt(json, first.offset)}: it is not JSON: ${problem}${found === '""' ? ' at the end' : ` at ${found}`}`;
}

/** The line, from 1 on, on which the value at a path begins; 1 where there is no such value. */
export function lineOf(json: string, path: readonly (string | number)[]): number {
  const root = unlessTooDeep(() => parseTree(json));
  if (root === undefined) return 1;
  // A field that is missing has no place of its own: then its parent's counts.
  const found = path
    .map((_, depth) => path.slice(0, path.length - depth))
    .map((steps) => findNodeAtLocation(root, [...steps]));
  return lineAt(json, found.find((node) => node !== undefined)?.offset ?? root.offset);
}

/** What a recursive parser finds; undefined where brackets in brackets, which it was not made for, use up the stack. */
function unlessTooDeep<T>(find: () => T | undefined): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function lineAt(json: string, offset: number): number {
  return json.slice(0, offset).split('\n').length;
}
