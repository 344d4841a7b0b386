// Measures the page with 10,000 sheets and with 10,000 items: how soon it can be used, and the longest task while a parent of 8,960 items
// opens and while it scrolls from end to end. Usage: node measure.mjs <folder of the samples> [turns]
//
// The time is what a reader waits: from the start of the navigation to the second frame after the page is ready, in a new tab of a browser
// that runs and has shown a page before. The work is the processor time of the page's thread, which other programs change less. Each turn
// opens all reports one after the other, and the first one scrolls too. The report without jobs shows what the browser itself takes.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, open, settle } from './browser.mjs';

const PLACES = [
  ['empty', 'summary'],
  ['large', 'summary'], ['large', 'timeline'], ['large', 'table'],
  ['items', 'summary'], ['items', 'timeline'], ['items', 'table'], ['items', 'timeline&open=2|3.Completed'], ['items', 'table&open=2|3.Completed'],
];
const [folder, turns = '5'] = process.argv.slice(2);

const browser = await launch();
const { page: first } = await open(browser, join(folder, 'empty.html'));
await settle(first);

const results = PLACES.map(() => []);
for (let turn = 0; turn < Number(turns); turn++) {
  for (const [index, place] of PLACES.entries())
    results[index].push(await measure(...place, turn === 0));
}
for (const [index, [name, view]] of PLACES.entries()) {
  const of = key => results[index].map(result => result[key]).sort((one, other) => one - other);
  const both = key => `${of(key)[0]}, ${of(key)[of(key).length >> 1]} ms`;
  const longest = view === 'summary' ? '' : `, longest task while scrolling ${results[index][0].longest || 'below 50'} ms`;
  console.log(`${name}, ${view}: usable after ${both('usable')} (least, median), work ${both('work')}${longest}, ${of('nodes').at(-1)} elements`);
}
await browser.close();

/** Opens a report in a new tab, and scrolls through it if asked to. */
async function measure(name, view, scrolls) {
  const page = await first.context().newPage();
  const tools = await page.context().newCDPSession(page);
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.addInitScript(watchReady);
  await page.goto(`${pathToFileURL(join(folder, `${name}.html`)).href}#view=${view}`);
  const usable = Math.round(await page.evaluate(() => window.usable));
  const { metrics } = await tools.send('Performance.getMetrics');
  const work = Math.round(1000 * metrics.find(metric => metric.name === 'TaskDuration').value);
  const longest = scrolls && view !== 'summary' ? await page.evaluate(scrollThrough) : 0;
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  await page.close();
  return { usable, work, longest, nodes };
}

/** Notes when the page can be used: its time counts from the start of the navigation. */
function watchReady() {
  const frame = () => new Promise(requestAnimationFrame);
  window.usable = new Promise(done => {
    new MutationObserver(async (_, observer) => {
      if (!document.querySelector('#app[data-ready]'))
        return;
      observer.disconnect();
      await frame();
      await frame();
      done(performance.now());
    }).observe(document, { subtree: true, attributeFilter: ['data-ready'] });
  });
}

/** Opens the first closed parent and scrolls from end to end. Returns the duration of the longest task, or 0 if all were below 50 ms. */
async function scrollThrough() {
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
  return Math.round(Math.max(...tasks));
}
