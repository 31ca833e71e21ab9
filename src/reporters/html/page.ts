import { createHash } from 'node:crypto';
import { version } from '../../version.js';
import { markup, type Markup, trusted } from './markup.js';
import { PAGE_ASSETS } from './page-assets.js';

/**
 * One page for people: everything is in the file, nothing is fetched, and its policy lets no script run but its own, so that what
 * stands in logs stays text.
 */
export function pageOf(title: string, main: Markup, writtenBy = version): string {
  const { style, scripts } = PAGE_ASSETS;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policyFor(style, scripts)}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <meta name="generator" content="canary-verdict ${writtenBy}">
        <title>${title}</title>
        <style>${trusted(style)}</style>
      </head>
      <body>
        <main>
          ${main}
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
