// Takes the pictures of the documentation. Usage: node pictures.mjs <folder of the samples> <folder of the pictures>
// With pngquant, the pictures have 256 colors at most, and a third of the size.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { launch, open, settle } from './browser.mjs';

const [samples, pictures] = process.argv.slice(2);
const SIZES = { wide: [1280, 800], narrow: [390, 844] };
const VIEWS = {
  summary: ['nightly', ''],
  timeline: ['nightly', '#view=timeline'],
  items: ['items', '#view=timeline'],
  table: ['nightly', '#view=table&sort=cost'],
  sheet: ['nightly', '#view=table&sheet=17'],
  waits: ['nightly', '#view=waits'],
  cost: ['nightly', '#view=cost'],
  graph: ['nightly', '#view=graph'],
  trend: ['nightly', '#view=trend'],
  history: ['history', ''],
};

const browser = await launch();
const files = [];
for (const scheme of ['light', 'dark']) {
  for (const [size, [width, height]] of Object.entries(SIZES)) {
    for (const [view, [name, address]] of Object.entries(VIEWS)) {
      const { page, faults, close } = await open(browser, join(samples, `${name}.html`), { address, width, height, scheme });
      await settle(page);
      const path = join(pictures, `report-${view}-${size}-${scheme}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      files.push(path);
      await close();
      if (faults.length)
        throw new Error(`${path}: ${faults.join(', ')}`);
    }
  }
}
await browser.close();

try {
  execFileSync('pngquant', ['--force', '--skip-if-larger', '--ext', '.png', '--strip', '--', ...files]);
} catch (error) {
  console.warn(`The pictures were not made smaller: ${error.message.split('\n')[0]}`);
}
console.log(`${files.length} pictures`);
