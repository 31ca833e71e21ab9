import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const text = readFileSync(path.resolve(import.meta.dirname, '../../package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as {
  packages: Readonly<Record<string, { version?: string; optionalDependencies?: Readonly<Record<string, string>> }>>;
};

/** Where Node would find a package that the one at `from` asks for. */
function found(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === '') return undefined;
  }
}

// npm drops the binaries of other platforms from the lock file when a registry lacks them, and `npm ci` then fails.
test('the lock file names the binaries of every platform', () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => found(place, name) === undefined)
      .map((name) => `${name} of ${place}`),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(text).not.toMatch(/"resolved": "https?:/);
});
