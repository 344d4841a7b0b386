// Measures the page with 10,000 sheets: how soon it can be used, and the longest task while it scrolls from end to end.
// Usage: node measure.mjs <folder of the samples>

import { join } from 'node:path';
import { launch, open, settle } from './browser.mjs';

const browser = await launch();
for (const view of ['summary', 'timeline', 'table']) {
  const start = performance.now();
  const { page, close } = await open(browser, join(process.argv[2], 'large.html'), { address: `#view=${view}` });
  await settle(page);
  const ready = Math.round(performance.now() - start);
  const inPage = await page.evaluate(() => Math.round(performance.now()));
  let longest = 'does not scroll';
  if (view !== 'summary') {
    longest = await page.evaluate(async () => {
      const tasks = [0];
      new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration))).observe({ type: 'longtask' });
      const box = document.querySelector('.scroll');
      for (let step = 0; step <= 300; step++) {
        box.scrollTop = box.scrollHeight * step / 300;
        await new Promise(requestAnimationFrame);
      }
      await new Promise(done => setTimeout(done, 200));
      return `${Math.round(Math.max(...tasks))} ms`;
    });
  }
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  console.log(`${view}: usable after ${ready} ms (${inPage} ms in the page), longest task while scrolling ${longest} (0 means below 50 ms), ${nodes} elements`);
  await close();
}
await browser.close();
