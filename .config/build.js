// Builds dist/: the program, the library with its type declarations, the licences of what was bundled, and the published
// schemas. It is built beside dist/ and then takes its place, so that nobody ever runs half a build.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { writeCodeCache } from './code-cache.js';
import { inlinePageAssets } from './page-assets.js';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
const target = `dist.${process.pid}`;
process.once('exit', () => rmSync(target, { recursive: true, force: true }));

/**
 * What libraries load at a cold start and we seldom or never use: commander can start subcommands as processes of their own,
 * chalk looks at the terminal though we have decided already, simple-statistics fills tables in its main file, and the
 * ClickHouse client brings TLS, compression and cryptography for every plain question.
 */
const LEFT_OUT = 'export default {};';
const LAZY = { https: 'https', zlib: 'zlib' };
const leaveOut = {
  name: 'leave-out',
  resolveId(source, importer = '') {
    if (source === 'node:child_process' && importer.includes('/commander/')) return '\0left-out';
    if (source === '#supports-color') return '\0left-out';
    if (source in LAZY && importer.includes('/@clickhouse/client/')) return `\0lazy:${source}.cjs`;
    if (source === 'crypto' && importer.includes('/@clickhouse/client/')) return '\0ids.cjs';
    return source === 'simple-statistics' ? path.resolve('node_modules/simple-statistics/index.js') : null;
  },
  load(id) {
    if (id === '\0left-out') return LEFT_OUT;
    if (id === '\0ids.cjs') return RANDOM_IDS;
    return id.startsWith('\0lazy:') ? lazily(id.slice('\0lazy:'.length, -'.cjs'.length)) : null;
  },
};

/** A built-in module that is loaded with its first use. */
function lazily(name) {
  return `module.exports = new Proxy({}, { get: (_, key) => (key === '__esModule' ? undefined : require('node:${name}')[key]) });`;
}

/** The client uses cryptography for one thing, the ids of queries, which need to be unique and not secret. */
const RANDOM_IDS = `exports.randomUUID = () =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => Math.floor(Math.random() * 16).toString(16));`;

const shared = {
  platform: 'node',
  // Where a package has a form that can be taken apart and one that can not, the first.
  resolve: { mainFields: ['module', 'main'] },
  // The embedded engine is half a gigabyte: it stays an optional peer that the user installs.
  external: [/^chdb(\/|$)/],
  tsconfig: 'tsconfig.json',
  plugins: [leaveOut, inlinePageAssets],
  treeshake: { moduleSideEffects: [{ test: /simple-statistics/, sideEffects: false }] },
};

// CommonJS, because Node starts it without its loader of ES modules, which alone costs a fifth of an empty run; and few
// parts, because to open two hundred small files takes longer than to judge. What is loaded now and then stays apart.
const program = await build(
  {
    ...shared,
    input: { 'canary-verdict': 'bin/canary-verdict.ts' },
    experimental: { chunkOptimization: { mergeCommonChunks: false } },
  },
  {
    dir: `${target}/bin`,
    format: 'cjs',
    dynamicImportInCjs: false,
    // Parts that every run needs are small, and lie where no compiled code is looked for.
    chunkFileNames: ({ name }) =>
      name === 'base' || name === 'rolldown-runtime' ? '[name].js' : 'parts/[name]-[hash].js',
    // Names stay readable in a stack; comments and blanks only cost reading.
    minify: { mangle: false, compress: false, codegen: true },
    codeSplitting: {
      groups: [
        { name: 'base', tags: ['$initial'], priority: 1 },
        {
          name: 'judge',
          test: /node_modules.(chalk|simple-statistics|get-east-asian-width)|src.(core(?!.watch)|config(?!.(file|collect|dashboard|notify|watch))|live|reporters.(text|json|index|options|presentation|clock|numbers|safe-text|log-commands)|nearest\.ts|run\.ts)/,
        },
      ],
    },
  },
);
writeFileSync(`${target}/bin/package.json`, '{ "type": "commonjs" }\n');
chmodSync(`${target}/bin/canary-verdict.js`, 0o755);

const library = await build({ ...shared, input: { index: 'src/index.ts' } }, { dir: `${target}/src`, format: 'esm' });

const { status } = spawnSync(
  'node_modules/.bin/tsc',
  [
    '--emitDeclarationOnly',
    '--outDir',
    target,
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

writeFileSync(`${target}/THIRD-PARTY-LICENSES.txt`, bundledLicences([...program, ...library]));
for (const name of ['report', 'config']) {
  const schema = execFileSync(process.execPath, [`${target}/bin/canary-verdict.js`, 'schema', name]);
  writeFileSync(`${target}/${name}.schema.json`, schema);
}
await writeCodeCache(`${target}/bin`);

const old = `${target}.old`;
if (existsSync('dist')) renameSync('dist', old);
renameSync(target, 'dist');
rmSync(old, { recursive: true, force: true });

async function build(input, output) {
  const bundle = await rolldown(input);
  const { output: files } = await bundle.write({ entryFileNames: '[name].js', comments: { legal: true }, ...output });
  await bundle.close();
  return files;
}

/** Every bundled package's name, version and licence text: their licences ask that the text travels with the code. */
function bundledLicences(files) {
  const folders = new Set(
    files
      .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      .map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0])
      .filter((folder) => folder !== undefined),
  );
  // It travels as a text, in the pages.
  folders.add(path.resolve('node_modules/uplot'));
  return [...folders]
    .sort((a, b) => a.localeCompare(b))
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
