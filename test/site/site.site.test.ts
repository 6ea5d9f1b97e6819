import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserOptions, findBrowser } from '../../scripts/site/browser.mjs';
import { base, output } from '../../scripts/site/paths.mjs';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Serves the built site, as a host of static files does. */
async function serve(): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer(({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://site').pathname).slice(base.length - 1);
    const file = join(output, normalize(path.endsWith('/') ? `${path}index.html` : path));
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, address: `http://127.0.0.1:${address.port}${base}` };
}

describe('the site in a browser', () => {
  let server: Server;
  let address = '';
  let browser: Browser;
  let page: Page;
  let problems: readonly string[] = [];

  beforeAll(async () => {
    ({ server, address } = await serve());
    browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserOptions] });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  afterEach(() => page.close());

  /** Opens a page of the site in a new page of the browser, and waits until its scripts are loaded. */
  async function open(path: string): Promise<void> {
    // The list is this page's: requests that the browser ends when it closes a page are not problems of the next one.
    const found: string[] = [];
    problems = found;
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('console', (message) => {
      if (message.type() === 'error') found.push(message.text());
    });
    page.on('pageerror', (error) => found.push(error.message));
    page.on('requestfailed', (request) => found.push(`${request.url()} failed`));
    page.on('response', (response) => {
      if (response.status() >= 400) found.push(`${response.url()}: ${response.status()}`);
    });
    await page.goto(`${address}${path}`, { waitUntil: 'networkidle' });
    const folder = process.env.SITE_SCREENSHOTS;
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${path.replaceAll('/', '-')}.png`) });
  }

  it.each([
    ['introduction.html', 'winprogress'],
    ['errors.html', 'Errors'],
    ['architecture.html', 'How it works'],
    ['all-choices.html', 'Choices and differences'],
    ['api/index/interfaces/BitsJob.html', 'Interface: BitsJob'],
  ])('shows %s with its heading and the navigation, without an error', async (path, title) => {
    await open(path);
    expect((await page.locator('main h1').first().innerText()).replaceAll('\u200b', '').trim()).toBe(title);
    expect(await page.locator('.VPSidebar a').count()).toBeGreaterThan(10);
    expect(await page.locator('.VPNav a', { hasText: 'Errors' }).count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  it('draws the picture of the sources', async () => {
    await open('architecture.html');
    const picture = page.locator('main .diagram svg[aria-roledescription^="flowchart"]');
    await picture.waitFor();
    expect(await picture.locator('.node').count()).toBeGreaterThan(10);
    expect(await picture.textContent()).toContain('lib/winsync');
    expect((await picture.boundingBox())?.height).toBeGreaterThan(200);
    // A label that is larger than its box would be cut off.
    const cut = await picture
      .locator('foreignObject')
      .evaluateAll((labels) => labels.filter((label) => label.scrollHeight > label.clientHeight + 1).length);
    expect(cut).toBe(0);
    expect(problems).toEqual([]);
  });

  it('shows the pictures of the terminal', async () => {
    await open('introduction.html');
    const images = page.locator('main img[alt]');
    const widths = await images.evaluateAll((all) => all.map((image) => Reflect.get(image, 'naturalWidth')));
    expect(widths.length).toBeGreaterThan(1);
    expect(widths.filter((width) => width === 0)).toEqual([]);
  });

  it('draws the picture again for each change of the theme', async () => {
    await open('architecture.html');
    const drawing = page.locator('main .diagram');
    await drawing.locator('svg#diagram-1').waitFor();
    // Faster than it is drawn.
    for (let click = 0; click < 5; click += 1) await page.locator('.VPNavBarAppearance button').click();
    await drawing.locator('svg#diagram-6[aria-roledescription^="flowchart"]').waitFor();
    expect(await drawing.textContent()).not.toContain('Syntax error');
    expect(problems).toEqual([]);
  });

  it('leads from the navigation to another page', async () => {
    await open('introduction.html');
    await page.locator('.VPSidebar a', { hasText: 'Monitor transfers' }).click();
    await page.waitForURL(`${address}monitor.html`);
    await page.locator('main h1', { hasText: 'Monitor transfers' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('finds an error code by its search', async () => {
    await open('introduction.html');
    await page.locator('.VPNavBarSearch button').first().click();
    await page.locator('.VPLocalSearchBox input').fill('BG_E_TOO_MANY_JOBS_PER_USER');
    const result = page.locator('.VPLocalSearchBox .result').first();
    await result.waitFor();
    expect(await result.getAttribute('href')).toContain('errors.html#bg_e_too_many_jobs_per_user');
    expect(problems).toEqual([]);
  });
});
