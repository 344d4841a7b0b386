// Measures the page with 10,000 sheets and with 10,000 items: how soon it can be used, and the longest task while a parent of 8,960 items
// opens and while it scrolls from end to end. The work is the processor time of the page's thread, which other programs change less.
// The report without jobs shows what the browser itself takes.
// Usage: node measure.mjs <folder of the samples>

import { join } from 'node:path';
import { launch, open, settle } from './browser.mjs';

const PLACES = [
  ['empty', 'summary'],
  ['large', 'summary'], ['large', 'timeline'], ['large', 'table'],
  ['items', 'summary'], ['items', 'timeline'], ['items', 'table'], ['items', 'timeline&open=2|3.Completed'], ['items', 'table&open=2|3.Completed'],
];

const browser = await launch();
for (const [name, view] of PLACES) {
  const start = performance.now();
  let tools = null;
  const { page, close } = await open(browser, join(process.argv[2], `${name}.html`), {
    address: `#view=${view}`, prepare: async opened => {
      tools = await opened.context().newCDPSession(opened);
      await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
    },
  });
  await settle(page);
  const ready = Math.round(performance.now() - start);
  const { metrics } = await tools.send('Performance.getMetrics');
  const work = Math.round(1000 * metrics.find(metric => metric.name === 'TaskDuration').value);
  const inPage = await page.evaluate(() => Math.round(performance.now()));
  const longest = view === 'summary' ? 'does not scroll' : await page.evaluate(async () => {
    const tasks = [0];
    const frame = () => new Promise(requestAnimationFrame);
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(entry => entry.duration))).observe({ type: 'longtask' });
    const parent = document.querySelector('tr.group[aria-expanded=false]');
    if (parent) {
      parent.click();
      await frame();
    }
    const box = document.querySelector('.scroll');
    for (let step = 0; step <= 300; step++) {
      box.scrollTop = box.scrollHeight * step / 300;
      await frame();
    }
    await new Promise(done => setTimeout(done, 200));
    return `${Math.round(Math.max(...tasks))} ms`;
  });
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  console.log(`${name}, ${view}: usable after ${ready} ms (${inPage} ms in the page, ${work} ms of work), longest task ${longest} (0 means below 50 ms), ${nodes} elements`);
  await close();
}
await browser.close();
