// Puts the styles and scripts of the HTML report into the program as texts: the package has no files beside it.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const MODULE = path.resolve(import.meta.dirname, '../src/reporters/html/page-assets.ts');

/** Reads them as the sources do, once, while building. */
export const inlinePageAssets = {
  name: 'inline-page-assets',
  load(id) {
    if (id !== MODULE) return null;
    const print = `import(${JSON.stringify(MODULE)}).then(({ PAGE_ASSETS }) => console.log(JSON.stringify(PAGE_ASSETS)))`;
    const assets = execFileSync(process.execPath, ['--import', 'tsx', '--eval', print], { encoding: 'utf8' });
    return `export const PAGE_ASSETS = ${assets};`;
  },
};
