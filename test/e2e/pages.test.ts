import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasBrowser, launchBrowser, openPage } from '../helpers/browser.js';
import { runCli } from '../helpers/run-cli.js';

const SERIES = JSON.stringify({
  id: 'payments',
  bucketSeconds: 30,
  before: Array<number>(60).fill(4),
  after: [4, 9, 12, 15, 14, 18, 16, 21, 19, 17],
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-pages-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the built program writes the page and the comment beside the report on stdout', async () => {
  const html = path.join(folder, 'verdict.html');
  const markdown = path.join(folder, 'verdict.md');
  const words = ['judge', '--series', '-', '--report', `html=${html}`, '--report', `markdown=${markdown}`];
  const { code, stdout, stderr } = await runCli(words, { input: SERIES });
  expect({ code, stderr }).toEqual({ code: 10, stderr: '' });
  expect(stdout).toMatch(/^ROLLBACK payments/);
  expect(readFileSync(markdown, 'utf8')).toMatch(/^## ⛔ ROLLBACK: `payments`\n/);
  expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>\n[^]*<\/html>\n$/);
});

test.skipIf(!hasBrowser)(
  'the page of the built program draws its chart (skipped without /usr/bin/chromium)',
  async () => {
    const { stdout } = await runCli(['judge', '--series', '-', '--format', 'html'], { input: SERIES });
    const browser = await launchBrowser();
    const { page, complaints, requests, close } = await openPage(browser, stdout);
    expect(await page.locator('#chart canvas').isVisible()).toBe(true);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    await close();
    await browser.close();
  },
);
