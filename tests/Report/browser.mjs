// Opens pages in a real Chromium, without a network.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { pathToFileURL } from 'node:url';

const PLACES = [process.env.MARIANNE_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the browser that is installed. */
export async function launch() {
  const executablePath = PLACES.find(place => place && existsSync(place));
  if (!executablePath)
    throw new Error('Chromium is not installed. Set MARIANNE_CHROMIUM to its path.');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] });
}

/** Opens a report, and collects what the page must not do: messages, errors and requests. prepare(page) is called before it opens. */
export async function open(browser, file, { address = '', width = 1280, height = 860, scheme = 'light', prepare, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: scheme, timezoneId: 'UTC', locale: 'en-GB', offline: true, ...options,
  });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  const faults = [];
  page.on('console', message => faults.push(`console: ${message.text()}`));
  page.on('pageerror', error => faults.push(`error: ${error.message}`));
  page.on('request', request => {
    if (request.url().split('#')[0] !== url)
      faults.push(`request: ${request.url()}`);
  });
  await prepare?.(page);
  await page.goto(url + address);
  if (options.javaScriptEnabled !== false)
    await page.waitForSelector('#app[data-ready]');
  return { page, faults, close: () => context.close() };
}

/** Waits until the drawings of a page are done. */
export const settle = page => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
