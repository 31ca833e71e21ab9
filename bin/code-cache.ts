import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';

/** Where the build puts the parts of the program, each beside the code that V8 compiled it to. */
const PARTS = path.join(import.meta.dirname, 'parts');

/** What Node itself wraps a CommonJS module in. */
const HEAD = '(function (exports, require, module, __filename, __dirname) {';
const TAIL = '\n})';

/** Parts that this process runs: the build writes down what V8 made of them. */
export const runningParts = new Map<string, Script>();

/**
 * Loads the parts of the program with the code that V8 compiled when they were built: to compile them anew at each start
 * takes longer than to judge. V8 takes that code only in its very own version; another Node compiles as always, and keeps
 * the code for its next start where it can (22.8 and later).
 */
export function useCodeCache(): void {
  // The one way to load CommonJS modules in a way of one's own; Node calls it deprecated, and has promised to keep it.
  const { extensions } = createRequire(import.meta.url);
  const loadAlways = extensions['.js'];
  extensions['.js'] = (module, file) => {
    if (path.dirname(file) !== PARTS || !loadPart(module, file)) loadAlways(module, file);
  };
}

function loadPart(module: NodeJS.Module, file: string): boolean {
  const cachedData = readIfThere(`${file}.cache`);
  const source = `${HEAD}${readFileSync(file, 'utf8')}${TAIL}`;
  const script = new Script(source, {
    filename: file,
    columnOffset: -HEAD.length,
    ...(cachedData !== undefined && { cachedData }),
  });
  if (script.cachedDataRejected === true && keepCompiledCode()) return false;
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') return false;
  runningParts.set(file, script);
  const requireFromPart = (id: string): unknown => module.require(id);
  Reflect.apply(run, module.exports, [module.exports, requireFromPart, module, file, PARTS]);
  return true;
}

/** Has Node keep what it compiles; false where it cannot. */
function keepCompiledCode(): boolean {
  const enable: unknown = Reflect.get(Module, 'enableCompileCache');
  if (typeof enable !== 'function') return false;
  Reflect.apply(enable, Module, []);
  return true;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
