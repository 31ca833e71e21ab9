import axe from 'axe-core';
import * as fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paymentsReport } from '../../examples/report-pictures/payments-report.js';
import type { Report } from '../../src/core/report.js';
import { htmlReport } from '../../src/reporters/html.js';
import { failurePage } from '../../src/reporters/html/failure.js';
import { anyReport } from '../helpers/arbitrary-report.js';
import { hasBrowser, launchBrowser, openPage, type View } from '../helpers/browser.js';
import { poisoned } from '../helpers/poisoned.js';
import { endedEarly, repeated, reportOf } from '../helpers/reports.js';

const before = repeated([2, 3, 1, 2, 4, 0, 2, 1, 3, 2], 60);

const HOSTILE = [
  '</script><script>window.hacked = 1</script>',
  '</title></style></textarea><svg onload="window.hacked = 1">',
  `"><img src=x onerror="window.hacked = 1"><a href='javascript:window.hacked=1'>`,
  '<iframe srcdoc="<script>parent.hacked = 1</script>"></iframe><link rel=stylesheet href=https://example.org/x.css>',
  '\u001b[2J\u001b]8;;https://example.org\u0007\u0000\u0007\u009b31m',
  '\u202egnp.exe\u2066\u200b\ufeff\ud800',
  '{{constructor.constructor("window.hacked = 1")()}} ${window.hacked = 1} <!-- ]]> -->',
].join('\n');

const REPORTS: readonly { readonly name: string; readonly report: Report }[] = [
  { name: 'a rollback with messages', report: paymentsReport() },
  { name: 'a pass after an incident', report: reportOf(repeated([2, 1, 60, 0, 3], 60), repeated([2, 1], 10)) },
  { name: 'missing data', report: reportOf(before, [1, null, null, null, null, 2, 1]) },
  {
    name: 'an early rollback beside stable instances',
    report: endedEarly(before, [1, 0, 1, 4, 8, 12, 14], { stable: [3, 2, 3, 2, 3, 4, 2] }),
  },
  { name: 'a recorded series', report: reportOf([0], [9, 8, 9], { recorded: true }) },
  { name: 'a hostile report', report: poisoned(paymentsReport(), HOSTILE) },
];

const FAILURE = {
  service: 'payments',
  exitCode: 3,
  code: 'refused',
  message: 'clickhouse:8123 refused the connection',
  hint: 'Check the address given with --url.',
} as const;

const PAGES: readonly { readonly name: string; readonly html: string }[] = [
  ...REPORTS.map(({ name, report }) => ({ name, html: htmlReport(report) })),
  { name: 'no verdict', html: failurePage(FAILURE) },
  {
    name: 'no verdict, because of a hostile server',
    html: failurePage({ ...FAILURE, service: HOSTILE, message: HOSTILE.repeat(1000), hint: HOSTILE, code: HOSTILE }),
  },
];

const VIEWS: readonly (View & { readonly as: string })[] = [
  { as: 'light', colorScheme: 'light' },
  { as: 'dark', colorScheme: 'dark' },
  { as: 'on a phone', colorScheme: 'light', width: 390 },
  { as: 'without scripts', javaScriptEnabled: false },
];

/** Pixels of a colour on the chart. */
function pixels(page: Page, red: number, green: number, blue: number): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.querySelector('#chart canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === ${red} && data[at + 1] === ${green} && data[at + 2] === ${blue}) found += 1;
    return found;
  })()`);
}

/** A text that a chart wrote, and how far its first sign stands from the left edge. */
interface Written {
  readonly text: string;
  readonly left: number;
}

/** What the charts write when they are drawn again, because the page became narrower. */
function written(page: Page): Promise<readonly Written[]> {
  return page.evaluate<readonly Written[]>(`(async () => {
    const found = [];
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      const { width } = this.measureText(text);
      const at = this.getTransform().transformPoint({ x, y }).x;
      found.push({ text, left: at - (this.textAlign === 'right' ? width : this.textAlign === 'center' ? width / 2 : 0) });
      return write.apply(this, arguments);
    };
    document.querySelector('main').style.width = '800px';
    while (found.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 200));
    return found;
  })()`);
}

/** What axe finds that keeps people out; told with the elements. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
}

describe.skipIf(!hasBrowser)('in a browser (skipped where /usr/bin/chromium is not installed)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  describe.for(PAGES)('$name', ({ html }) => {
    test.for(VIEWS)(
      '$as: nothing complains, nothing is asked for, nothing sticks out, nobody is kept out',
      async (view) => {
        const { as: _, ...look } = view;
        const { page, complaints, requests, close } = await openPage(browser, html, look);
        const [width, hacked] = await page.evaluate<[number, unknown]>(
          '[document.documentElement.scrollWidth, window.hacked]',
        );
        expect({ complaints, requests, hacked }).toEqual({ complaints: [], requests: [], hacked: undefined });
        expect(width).toBeLessThanOrEqual(look.width ?? 1100);
        if (look.javaScriptEnabled !== false) {
          await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
          expect(await barriers(page)).toEqual([]);
        }
        await close();
      },
    );
  });

  test('the chart is drawn: errors in green, the limit in dark red', async () => {
    const { page, close } = await openPage(browser, htmlReport(paymentsReport()), { colorScheme: 'light' });
    expect(await page.locator('#chart .static').isVisible()).toBe(false);
    expect(await pixels(page, 0x2a, 0x91, 0x53)).toBeGreaterThan(5000);
    expect(await pixels(page, 0x8b, 0x1a, 0x1a)).toBeGreaterThan(800);
    await close();
  });

  test.for([
    { what: 'millions', report: reportOf(repeated([1_200_000, 1_900_000], 60), repeated([14_500_000], 10)) },
    { what: 'a thousand', report: reportOf(repeated([1200, 1900], 60), repeated([99_999], 10)) },
    { what: 'one', report: reportOf(repeated([0], 60), [0, 1, 0, 0]) },
    { what: 'overwhelming evidence', report: endedEarly(before, [900, 900, 900, 900, 900, 900, 900]) },
  ])('every word of a chart of $what can be read, and no axis has parts of errors', async ({ report }) => {
    const { page, close } = await openPage(browser, htmlReport(report));
    const words = await written(page);
    expect(words.filter(({ left }) => left < 0)).toEqual([]);
    expect(words.filter(({ text }) => /^\d*\.\d+$/.test(text))).toEqual([]);
    await close();
  });

  test('where the theme changes, so do the colours of the chart', async () => {
    const { page, close } = await openPage(browser, htmlReport(paymentsReport()), { colorScheme: 'light' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => pixels(page, 0x3f, 0xae, 0x69)).toBeGreaterThan(5000);
    expect(await pixels(page, 0x2a, 0x91, 0x53)).toBe(0);
    await close();
  });

  test('what is higher than the chart is told, also where it was left out of the verdict', () => {
    const incident = reportOf(
      Array.from({ length: 60 }, (_, index) => (index > 20 && index < 28 ? 400 : 3)),
      repeated([3], 10),
    );
    expect(htmlReport(incident)).toContain('goes on, up to 400');
  });

  test('without scripts, and on paper, there is a still picture instead', async () => {
    const still = await openPage(browser, htmlReport(paymentsReport()), { javaScriptEnabled: false });
    expect(await still.page.locator('#chart .static').isVisible()).toBe(true);
    expect(await still.page.locator('button.copy').first().isVisible()).toBe(false);
    await still.close();
    const printed = await openPage(browser, htmlReport(paymentsReport()));
    await printed.page.emulateMedia({ media: 'print' });
    expect(await printed.page.locator('#chart .static').isVisible()).toBe(true);
    expect(await printed.page.locator('#chart canvas').isVisible()).toBe(false);
    await printed.close();
  });

  test('keys alone reach the chart, read it bucket by bucket, and open the details', async () => {
    const { page, close } = await openPage(browser, htmlReport(paymentsReport()));
    const chart = page.locator('#chart [role=slider]');
    await page.keyboard.press('Tab');
    expect(await chart.evaluate((element) => element.matches(':focus-visible'))).toBe(true);
    await page.keyboard.press('ArrowRight');
    expect(await chart.getAttribute('aria-valuetext')).toBe(
      '13:35:00 – 13:35:30 · 4 errors per 30s · within the limit of 8.04',
    );
    await page.keyboard.press('End');
    expect(await page.locator('#chart .readout').textContent()).toBe(
      '14:09:30 – 14:10:00 · 20 errors per 30s · over the limit of 8.04',
    );
    const summary = page.locator('summary', { hasText: 'A sample line' }).first();
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('Tab');
      if (await summary.evaluate((element) => element.matches(':focus-visible'))) break;
    }
    await page.keyboard.press('Enter');
    expect(await page.locator('pre[aria-label="Sample line"]').first().isVisible()).toBe(true);
    await close();
  });

  test('a dragged part is shown large, and all of it again on demand', async () => {
    const { page, close } = await openPage(browser, htmlReport(paymentsReport()));
    const box = await page.locator('#chart .u-over').boundingBox();
    const showAll = page.locator('#chart .show-all');
    expect(await showAll.isVisible()).toBe(false);
    await page.mouse.move(box!.x + box!.width * 0.7, box!.y + 50);
    await page.mouse.down();
    await page.mouse.move(box!.x + box!.width * 0.9, box!.y + 50, { steps: 5 });
    await page.mouse.up();
    expect(await showAll.isVisible()).toBe(true);
    await showAll.click();
    expect(await showAll.isVisible()).toBe(false);
    await close();
  });

  test('a click copies the command', async () => {
    const { page, close } = await openPage(browser, htmlReport(paymentsReport()));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('button.copy[aria-label="Copy: Command"]').click();
    await expect.poll(() => page.locator('#status').textContent()).toBe('Copied.');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(paymentsReport().reproduce);
    await close();
  });

  test('what signs would hide or turn round is seen as it is', async () => {
    const { page, close } = await openPage(browser, htmlReport(poisoned(paymentsReport(), HOSTILE)));
    const seen = await page.locator('.verdict').innerText();
    for (const sign of [
      String.raw`\u{1b}[2J`,
      String.raw`\u{202e}gnp.exe`,
      String.raw`\u{d800}`,
      '<script>window.hacked',
    ])
      expect(seen).toContain(sign);
    await close();
  });

  test('the policy stops what would slip through all the same', async () => {
    const slipped =
      '<img src="https://example.org/x.png" onerror="window.hacked = 1"><script>window.hacked = 2</script>';
    const page = htmlReport(paymentsReport()).replace('</header>', `${slipped}</header>`);
    const opened = await openPage(browser, page);
    expect(opened.complaints.filter((text) => text.includes('Content Security Policy'))).toHaveLength(3);
    expect(await opened.page.evaluate('window.hacked')).toBeUndefined();
    await opened.close();
  });

  test('any report opens without a complaint', async () => {
    await fc.assert(
      fc.asyncProperty(anyReport, async (report) => {
        const { complaints, requests, close } = await openPage(browser, htmlReport(report));
        await close();
        expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
      }),
      { numRuns: 10 },
    );
  });
});
