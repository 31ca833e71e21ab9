// Builds dist/: one bundle with a chunk per lazily loaded part, because a cold start that opens two hundred small files
// costs more than the work; then the type declarations, the licences of what was bundled, and the published schema.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
rmSync('dist', { recursive: true, force: true });

const bundle = await rolldown({
  input: { 'bin/canary-verdict': 'bin/canary-verdict.ts', 'src/index': 'src/index.ts' },
  platform: 'node',
  // jsonc-parser's main file finds its parts by a require that no bundler can follow; its module file does not.
  resolve: { mainFields: ['module', 'main'] },
  // The embedded engine is half a gigabyte: it stays an optional peer that the user installs.
  external: [/^chdb(\/|$)/],
  tsconfig: 'tsconfig.json',
});
const { output } = await bundle.write({
  dir: 'dist',
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  comments: { legal: true },
});
await bundle.close();
chmodSync('dist/bin/canary-verdict.js', 0o755);

const { status } = spawnSync(
  'node_modules/.bin/tsc',
  [
    '--emitDeclarationOnly',
    '--outDir',
    'dist',
    '--rootDir',
    '.',
    '--noEmit',
    'false',
    '--project',
    '.config/tsconfig.declarations.json',
  ],
  { stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);

writeFileSync('dist/THIRD-PARTY-LICENSES.txt', bundledLicences());
writeFileSync(
  'dist/report.schema.json',
  execFileSync(process.execPath, ['dist/bin/canary-verdict.js', 'schema', 'report']),
);

/** Every bundled package's name, version and licence text: their licences ask that the text travels with the code. */
function bundledLicences() {
  const folders = new Set(
    output
      .flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
      .map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0])
      .filter((folder) => folder !== undefined),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text =
        file && existsSync(path.join(folder, file))
          ? readFileSync(path.join(folder, file), 'utf8')
          : `License: ${license}`;
      return `${name} ${version} (${license})\n\n${text.trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
