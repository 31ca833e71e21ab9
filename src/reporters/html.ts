import { createHash } from 'node:crypto';
import type { Report } from '../core/report.js';
import { chartSection } from './html/chart.js';
import { countsSection } from './html/counts-table.js';
import { findingsSection } from './html/findings.js';
import { headSection, titleOf } from './html/head.js';
import { markup, type Markup, trusted } from './html/markup.js';
import { numbersSection } from './html/numbers-table.js';
import { footer, originSection } from './html/origin.js';
import { PAGE_ASSETS } from './html/page-assets.js';
import { signaturesSection } from './html/signatures.js';
import { tilesSection } from './html/tiles.js';

/**
 * The report as one page for people: everything is in the file, nothing is fetched, and its policy lets no script run but its own, so
 * that what stands in logs stays text. Without scripts it shows the same, with still pictures.
 */
export function htmlReport(report: Report): string {
  const { style, scripts } = PAGE_ASSETS;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policyFor(style, scripts)}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <meta name="generator" content="canary-verdict ${report.version}">
        <title>${titleOf(report)}</title>
        <style>${trusted(style)}</style>
      </head>
      <body>
        <main>
          ${headSection(report)} ${tilesSection(report)} ${chartSection(report)} ${signaturesSection(report)}
          ${findingsSection(report)} ${numbersSection(report)} ${countsSection(report)} ${originSection(report)}
          ${footer(report)}
        </main>
        <p id="status" class="read-aloud-only" role="status"></p>
        ${scripts.map((script) => markup`<script>${trusted(script)}</script>`)}
      </body>
    </html>
`;
  return page.text;
}

/** Only what this file brings may run or paint, known by its hash; nothing may be fetched, framed or sent. */
function policyFor(style: string, scripts: readonly string[]): Markup {
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return trusted(
    [
      "default-src 'none'",
      `script-src ${scripts.map(hashOf).join(' ')}`,
      `style-src ${hashOf(style)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
  );
}
