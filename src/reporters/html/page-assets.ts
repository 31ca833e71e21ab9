import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The styles and scripts that every page brings along, so that it needs no network. */
export interface PageAssets {
  readonly style: string;
  /** In the order in which they run; each becomes an element of its own. */
  readonly scripts: readonly string[];
}

/**
 * Reads them where they lie in the sources. The build puts their texts in the place of this module (see `.config/page-assets.js`), so
 * that the package needs no files beside its program.
 */
export const PAGE_ASSETS: PageAssets = {
  style: library('uplot/dist/uPlot.min.css') + own('page.css'),
  scripts: [library('uplot/dist/uPlot.iife.min.js'), own('charts.js'), own('copy.js')],
};

function library(file: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(file), 'utf8');
}

function own(file: string): string {
  return readFileSync(new URL(`assets/${file}`, import.meta.url), 'utf8');
}
