// Makes a fresh clone ready: installs the locked packages and builds, each only when what it depends on has changed.
// Node alone runs it, because nothing else is there yet.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

const modifiedMs = (file) => statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const newestMs = (folder) =>
  Math.max(
    ...readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => modifiedMs(path.relative(root, path.join(entry.parentPath, entry.name)))),
  );

function run(command, args) {
  // npm's own progress goes to stderr, so that the stdout of `npm run demo` stays the demo's.
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

if (modifiedMs('node_modules/.package-lock.json') < modifiedMs('package-lock.json')) {
  run('npm', ['ci', '--no-fund', '--no-audit', '--include=dev', '--include=optional']);
}

const sourcesMs = Math.max(
  newestMs('bin'),
  newestMs('src'),
  newestMs('.config'),
  modifiedMs('package-lock.json'),
  modifiedMs('package.json'),
);
if (modifiedMs('dist/report.schema.json') < sourcesMs) run(process.execPath, ['.config/build.js']);
