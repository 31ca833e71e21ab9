// Writes the pictures of the HTML report, light, dark and on a phone: `npm run pictures`. Needs Debian's chromium.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { htmlReport } from '../../src/reporters/html.js';
import { paymentsReport } from './payments-report.js';

const PICTURES = [
  { name: 'light', colorScheme: 'light', width: 1040, height: 900 },
  { name: 'dark', colorScheme: 'dark', width: 1040, height: 900 },
  { name: 'phone', colorScheme: 'light', width: 390, height: 900 },
] as const;

/** How often the right arrow is pressed, to read out a bucket after the release. */
const STEPS = 67;

const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-pictures-'));
const page = path.join(folder, 'verdict.html');
writeFileSync(page, htmlReport(paymentsReport()));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const { name, colorScheme, width, height } of PICTURES) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height }, deviceScaleFactor: 1.5 });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(page).href);
  await tab.locator('#chart [role=slider]').focus();
  for (let step = 0; step < STEPS; step += 1) await tab.keyboard.press('ArrowRight');
  // The ring of the focus is for those who type, not for a picture.
  await tab.locator('#chart [role=slider]').blur();
  const file = path.join(import.meta.dirname, `${name}.png`);
  await tab.evaluate('scrollTo(0, 0)');
  await tab.screenshot({ path: file });
  console.log(`wrote ${path.relative(process.cwd(), file)}`);
  await context.close();
}
await browser.close();
rmSync(folder, { recursive: true });
