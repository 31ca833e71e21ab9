import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Whether there is a browser to test with; `apt-get install chromium` brings it. */
export const hasBrowser = existsSync(CHROMIUM);

/** How a page is looked at. */
export interface View {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly javaScriptEnabled?: boolean;
}

/** A page in the browser, and what it did that it should not. */
export interface Opened {
  readonly page: Page;
  /** Messages on the console and errors of scripts. */
  readonly complaints: string[];
  /** Addresses that it asked for besides its own file. */
  readonly requests: string[];
  close(): Promise<void>;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

/** Opens a text as a file of its own. Nothing else can be loaded, and what it tries is told. */
export async function openPage(browser: Browser, html: string, view: View = {}): Promise<Opened> {
  const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-page-'));
  const file = path.join(folder, 'verdict.html');
  writeFileSync(file, html);
  const address = pathToFileURL(file).href;
  const { width = 1100, ...look } = view;
  const context = await browser.newContext({ ...look, viewport: { width, height: 900 } });
  const complaints: string[] = [];
  const requests: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  await page.route('**/*', (route) => (route.request().url() === address ? route.continue() : route.abort()));
  await page.goto(address);
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(folder, { recursive: true });
  };
  return { page, complaints, requests, close };
}
