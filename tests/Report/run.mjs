// Tests the page of a report in Chromium. Usage: node run.mjs <folder of the samples> <result file>

import { readFile, stat, writeFile } from 'node:fs/promises';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { launch, open, settle } from './browser.mjs';
import { dollars } from '../../src/Marianne.Report/page/text.js';

const [samples, resultFile] = process.argv.slice(2);
const file = name => join(samples, `${name}.html`);
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const VIEWS = ['summary', 'timeline', 'table', 'waits', 'cost', 'graph', 'trend'];
const LARGEST_FILE = 1.5 * 1024 * 1024;
const MOST_NODES = 2000;

const nodes = page => page.evaluate(() => document.querySelectorAll('*').length);
const rows = page => page.locator('tr[data-index]');
const rowCount = async page => Number(await page.locator('table.grid').getAttribute('aria-rowcount')) - 1;

/** Opens a page, tests it, and fails if it wrote a message or made a request. */
async function using(name, options, test) {
  const opened = await open(browser, file(name), options);
  try {
    await test(opened.page);
    assert.deepEqual(opened.faults, []);
  } finally {
    await opened.close();
  }
}

async function scrollThrough(page, steps = 60) {
  const height = await page.locator('.scroll').evaluate(box => box.scrollHeight);
  for (let step = 0; step <= steps; step++) {
    await page.locator('.scroll').evaluate((box, top) => box.scrollTop = top, height * step / steps);
    await settle(page);
    assert.ok(await nodes(page) < MOST_NODES);
  }
}

const tests = {
  async 'costs are shown as the module shows them'() {
    const costs = [0, 0.000036, 0.0003, 0.001, 0.00999, 0.5, 1234.5, 1234567.891];
    assert.deepEqual(costs.map(dollars), ['$0.00', '$0.00', '$0.0003', '$0.001', '$0.01', '$0.50', '$1,234.50', '$1,234,567.89']);
  },

  async '10,000 sheets are a file of 1.5 MB at most'() {
    assert.ok((await stat(file('large'))).size <= LARGEST_FILE);
  },

  async '10,000 sheets are shown with few elements in every view'() {
    for (const view of VIEWS.slice(0, 5))
      await using('large', { address: `#view=${view}` }, async page => assert.ok(await nodes(page) < MOST_NODES, view));
  },

  async 'the timeline and the table scroll from end to end'() {
    for (const view of ['timeline', 'table']) {
      await using('large', { address: `#view=${view}` }, async page => {
        await scrollThrough(page);
        assert.equal(await rows(page).last().getAttribute('data-index'), '9999');
        assert.equal(await page.locator('table.grid').getAttribute('aria-rowcount'), '10001');
      });
    }
  },

  async 'a search finds sheet 9,999 by its number, and sheet 9,998 by its name'() {
    await using('large', { address: '#view=table' }, async page => {
      for (const [words, number] of [['#9999', '9999'], ['file-9998', '9998']]) {
        await page.fill('#search', words);
        await page.waitForFunction(expected => {
          const found = document.querySelectorAll('tr[data-index] .number');
          return found.length === 1 && found[0].textContent === expected;
        }, number);
      }
    });
  },

  async 'filters and sorts combine, and are kept in the address'() {
    await using('large', { address: '#view=table&status=Failed&sort=cost' }, async page => {
      assert.equal(await page.locator('.key').innerText(), '300 of 10,000 sheets');
      const costs = (await page.locator('tr[data-index] td:nth-child(6)').allInnerTexts()).map(text => Number(text.slice(1)));
      assert.deepEqual(costs, costs.toSorted((one, other) => other - one));
      await page.reload();
      await page.waitForSelector('#app[data-ready]');
      assert.equal(await page.locator('.key').innerText(), '300 of 10,000 sheets');
    });
  },

  async 'hostile names and outputs stay text'() {
    await using('large', { address: '#view=table&status=Failed' }, async page => {
      for (let number = 33; number <= 33 * 8; number += 33) {
        await page.evaluate(n => location.hash = `view=table&status=Failed&sheet=${n}`, number);
        await page.waitForFunction(n => document.querySelector('.detail h2')?.textContent.includes(`Sheet ${n} `), number);
        const targets = await page.locator('a[href]').evaluateAll(links => links.map(one => one.getAttribute('href')));
        assert.deepEqual(targets.filter(target => !/^(#|https?:\/\/)/.test(target)), []);
        assert.equal(await page.locator('.detail script, .detail img, .detail iframe').count(), 0);
        assert.doesNotMatch(await page.locator('.detail').innerText(), /[\u202e\u0000\u001b]/);
        assert.ok(await nodes(page) < MOST_NODES);
      }
      assert.notEqual(await page.title(), 'pwned');
      assert.equal(await page.evaluate(() => document.scripts.length), 4);
    });
  },

  async 'colors of a terminal are shown as colors'() {
    await using('nightly', { address: '#sheet=17&attempt=3' }, async page => {
      assert.equal(await page.locator('details[open] .output .fg1.bold').innerText(), 'error');
      assert.doesNotMatch(await page.locator('details[open] .output').innerText(), /\[31m|\\u\{1B\}/);
    });
  },

  async 'a deep link opens a sheet with its attempt'() {
    await using('nightly', { address: '#view=table&sheet=17&attempt=2' }, async page => {
      assert.match(await page.locator('.detail h2').innerText(), /Sheet 17 review\[src\/Web\/Cart.tsx\]/);
      assert.match(await page.locator('details[open].attempt summary').innerText(), /Attempt 2/);
    });
  },

  async 'the summary answers what failed, what cost most, what waited longest and what to type next'() {
    await using('nightly', {}, async page => {
      const text = await page.locator('main').innerText();
      assert.match(text, /Failed first\s+Sheet 17\s+review\[src\/Web\/Cart.tsx\] with E202: a file does not have the expected content/);
      assert.match(text, /review.md does not contain 'Findings'/);
      assert.match(text, /Invoke-MarianneJob -Id 'nightly-review-20260308'/);
      assert.match(text, /Cost most\s+Sheet 17\s+review\[src\/Web\/Cart.tsx\]\s+\$1.87 of \$4.03/);
      assert.match(text, /Waited longest\s+Sheet 25\s+review\[infra\/main.tf\]\s+\d min \d\d s for E101: the API limits the rate of requests, partly while other sheets ran/);
      assert.match(text, /1 failed sheet runs again, then 2 that are left/);
      assert.match(text, /21 of 24 sheets and items are done, 1 failed/);
      assert.match(text, /Sheets and items\s+24\s+21 completed\s+1 failed\s+2 pending\s+1 sheet with items counts as its items/);
    });
  },

  async 'what failed is looked at before the next command'() {
    await using('nightly', {}, async page => {
      await page.getByRole('link', { name: 'what sheet 17 wrote' }).click();
      assert.match(await page.locator('.detail h2').innerText(), /Sheet 17/);
      const [output, facts] = await Promise.all(['details[open] .output', '.facts'].map(one => page.locator(`.detail ${one}`).first().boundingBox()));
      assert.ok(output.y < facts.y && output.y < 600, `${output.y}`);
    });
  },

  async 'a completed job has nothing left to do'() {
    await using('nightly', { address: '#job=nightly-review-20260307' }, async page => {
      assert.match(await page.locator('.answers').innerText(), /Next command\s+Nothing is left to do\.\s+Invoke-MarianneJob[^]*Runs the score again, as a new job/);
      assert.doesNotMatch(await page.locator('.answers').innerText(), /Look first at/);
    });
  },

  async 'no view counts a sheet that failed because of its items'() {
    for (const name of ['nightly', 'items']) {
      const failed = name === 'nightly' ? 1 : 37;
      await using(name, { address: '#view=table&status=Failed' }, async page =>
        assert.match(await page.locator('.key[role=status]').innerText(), new RegExp(`^${failed} of [\\d,]+ sheets and items`)));
      await using(name, { address: '#view=timeline&group=status&folded=Completed' }, async page =>
        assert.equal(await page.locator('tr.group', { hasText: `${failed} failed` }).count(), 1));
      await using(name, { javaScriptEnabled: false }, async page =>
        assert.match(await page.locator('#static').innerText(), new RegExp(`sheets and items finished . ${failed} failed`)));
    }
  },

  async 'on a phone commands, tabs and the ends of names are not cut off'() {
    await using('nightly', { width: 390, height: 844 }, async page => {
      for (const selector of ['.command pre', 'nav', '.ranking li'])
        assert.deepEqual(await page.locator(selector).evaluateAll(all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length), 0, selector);
    });
    await using('nightly', { address: '#view=timeline', width: 390, height: 844 }, async page => {
      assert.ok((await page.locator('.grid-box').boundingBox()).y < 330);
      assert.equal(await page.locator('select[aria-label="Filter by status"]').isVisible(), false);
      await page.getByRole('button', { name: 'Filters' }).click();
      assert.equal(await page.locator('select[aria-label="Filter by status"]').isVisible(), true);
      const cut = await page.locator('tr[data-index] .end').evaluateAll(ends => ends.filter(end => {
        const [mine, cell] = [end.getBoundingClientRect(), end.closest('td').getBoundingClientRect()];
        return mine.right > cell.right || mine.right < cell.left; // The beginning of a path may be left out.
      }).map(end => end.textContent));
      assert.deepEqual(cut, []);
    });
  },

  async 'what scrolls sideways has a shadow where there is more'() {
    await using('nightly', { address: '#view=graph', width: 390, height: 844 }, async page => {
      const sides = () => page.locator('.sideways').evaluate(frame => [frame.classList.contains('before'), frame.classList.contains('after')]);
      await page.waitForSelector('.sideways.after');
      assert.deepEqual(await sides(), [false, true]);
      await page.locator('.flow').evaluate(box => box.scrollLeft = box.scrollWidth);
      await page.waitForSelector('.sideways.before');
      assert.deepEqual(await sides(), [true, false]);
    });
    await using('nightly', { address: '#view=graph' }, async page => assert.equal(await page.locator('.sideways.after').count(), 0));
  },

  async 'an open sheet is shown at once, and its attempts once they were read'() {
    await using('large', { address: '#view=table' }, async page => {
      await rows(page).nth(2).click();
      assert.match(await page.evaluate(() => document.activeElement.textContent), /Sheet 3 /);
      await page.locator('.detail details[open].attempt').waitFor();
      assert.match(await page.evaluate(() => document.activeElement.textContent), /Sheet 3 /);
    });
  },

  async 'a search and a view that is left before their data was read show what was chosen last'() {
    await using('large', { address: '#view=table' }, async page => {
      await page.evaluate(() => {
        location.hash = 'view=timeline&q=connection';
        setTimeout(() => location.hash = 'view=table&q=host1.example');
      });
      await page.waitForFunction(() => /^\d[\d,]* of 10,000/.test(document.querySelector('.key[role=status]')?.textContent));
      assert.equal(await page.locator('nav a[aria-current=page]').innerText(), 'Table');
    });
  },

  async 'who opens the page sees the four answers without a click'() {
    for (const [width, height] of [[1280, 800], [390, 844]]) {
      await using('nightly', { width, height }, async page =>
        await onFirstScreen(page, height, [/^Failed first.*Findings/s, /^Cost most.*Sheet 17/s, /^Waited longest.*Sheet 25/s, /^Next command.*Invoke-MarianneJob -Id/s]));
    }
  },

  async 'with 10,000 items, the four answers are on the first screen too, and all that failed are two clicks away'() {
    await using('items', { height: 800 }, async page => {
      await onFirstScreen(page, 800, [/^Failed first.*Findings/s, /^Cost most.*Sheet 9389 .*\$9.87/s, /^Waited longest.*Sheet 9582 .*45 min 00 s for E101/s, /^Next command.*Invoke-MarianneJob -Id/s]);
      await page.getByRole('link', { name: 'Timeline', exact: true }).click();
      await page.locator('tr.group', { hasText: '37 failed' }).last().click();
      assert.equal(await page.locator('tr[data-index] .level3').count() > 10, true);
    });
  },

  async 'a command is copied'() {
    await using('nightly', { permissions: ['clipboard-read', 'clipboard-write'] }, async page => {
      await page.getByRole('button', { name: /^Copy: Invoke/ }).click();
      await page.getByText(/Copied\.|Selected/).waitFor();
    });
  },

  async 'no serious finding of axe in either scheme'() {
    for (const scheme of ['light', 'dark']) {
      for (const view of [...VIEWS.map(name => `view=${name}`), 'view=table&sheet=17'])
        await check('nightly', `#${view}`, scheme);
      await check('large', '#view=timeline&group=status', scheme);
      for (const view of ['timeline', 'table&open=3.Failed', 'graph&sheet=3'])
        await check('items', `#view=${view}`, scheme);
      await check('history', '', scheme);
      await check('running', '', scheme);
    }
  },

  async 'everything is reached with the keyboard'() {
    await using('nightly', {}, async page => {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
      await tabTo(page, 'Table');
      await page.keyboard.press('Enter');
      await page.waitForSelector('table.grid tr[data-index]');
      await page.keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
      await tabTo(page, element => element.matches('tr[data-index]'));
      await page.keyboard.press('End');
      assert.equal(await page.evaluate(() => document.activeElement.dataset.index), '24');
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      assert.match(await page.evaluate(() => document.activeElement.textContent), /Sheet 2 build/);
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.activeElement.dataset.index), '1');
      assert.equal(await page.locator('.detail').isVisible(), false);
    });
  },

  async 'the timeline zooms and groups with the keyboard'() {
    await using('nightly', { address: '#view=timeline' }, async page => {
      const before = await page.locator('canvas.chart').screenshot();
      await rows(page).first().focus();
      await page.keyboard.press('+');
      await settle(page);
      assert.notDeepEqual(await page.locator('canvas.chart').screenshot(), before);
      await page.getByLabel('Groups').selectOption('status');
      const shown = await rowCount(page);
      await page.locator('tr.group').first().click();
      assert.equal(await rowCount(page), shown - 21);
      assert.match(page.url(), /folded=Completed/);
    });
  },

  async 'many items are one row, and those that failed are a click away'() {
    for (const view of ['timeline', 'table']) {
      await using('items', { address: `#view=${view}` }, async page => {
        const texts = await rows(page).locator('td:first-child').allInnerTexts();
        assert.deepEqual(texts.map(text => text.replace(/\s+/g, ' ').replace(/^. /, '').replace(/^(Completed|Failed|Pending) /, '')), [
          '1 find', '2 convert 8,960 items', '3 review 1,000 items', '37 failed', '958 done', '5 skipped', '4 check 3 items', '9967 api', '9968 docs',
          '9969 web', '5 publish 12 items', '6 report',
        ]);
        await page.locator('tr.group', { hasText: '37 failed' }).last().click();
        assert.equal(await rowCount(page), 12 + 37);
        assert.match(await rows(page).nth(5).innerText(), /src\/Module54\/File0054.cs/);
        await page.reload();
        await page.waitForSelector('#app[data-ready]');
        assert.equal(await rowCount(page), 12 + 37);
        assert.ok(await nodes(page) < MOST_NODES);
      });
    }
  },

  async 'parents open and close with the keyboard, and say whether they are open'() {
    await using('items', { address: '#view=timeline' }, async page => {
      const parent = rows(page).nth(2);
      const state = async () => [await parent.getAttribute('aria-expanded'), await rowCount(page)];
      assert.equal(await page.locator('table.grid').getAttribute('role'), 'treegrid');
      assert.equal(await rows(page).nth(3).getAttribute('aria-level'), '2');
      assert.equal(await rows(page).nth(0).getAttribute('aria-expanded'), null);
      await rows(page).first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      assert.deepEqual(await state(), ['true', 12]);
      await page.keyboard.press('ArrowLeft');
      assert.deepEqual(await state(), ['false', 9]);
      assert.match(page.url(), /folded=3/);
      await page.keyboard.press('ArrowRight');
      assert.deepEqual(await state(), ['true', 12]);
      await page.keyboard.press('Enter');
      assert.deepEqual(await state(), ['false', 9]);
      assert.equal(await page.evaluate(() => document.activeElement.dataset.index), '2');
      const before = await page.locator('canvas.chart').screenshot();
      await page.keyboard.press('+');
      await page.keyboard.press('ArrowLeft'); // Of a closed parent, it means the time.
      await settle(page);
      assert.notDeepEqual(await page.locator('canvas.chart').screenshot(), before);
      assert.deepEqual(await state(), ['false', 9]);
    });
  },

  async 'a deep link, a search and a filter open the parent'() {
    for (const view of ['timeline', 'table']) {
      await using('items', { address: `#view=${view}&sheet=9400` }, async page => {
        assert.equal(await rows(page).filter({ has: page.getByText('9400', { exact: true }) }).count(), 1);
        assert.match(await page.locator('.detail').innerText(), /Item of\s+Sheet 3 review/);
        await page.keyboard.press('Escape');
        await page.fill('#search', 'File0423');
        await page.waitForFunction(() => document.querySelectorAll('tr[data-index]').length === 2);
        assert.match(await rows(page).last().innerText(), /src\/Module63\/File0423.cs/);
        await rows(page).first().click();
        assert.equal(await rows(page).count(), 1);
        await page.fill('#search', 'broke the review');
        await page.waitForFunction(() => document.querySelector('table.grid').getAttribute('aria-rowcount') === '39');
      });
    }
    await using('items', { address: '#view=table&status=Failed&folded=3' }, async page => assert.equal(await rowCount(page), 38));
  },

  async 'sorted sheets are not folded'() {
    await using('items', { address: '#view=table&sort=cost' }, async page => {
      assert.match(await rows(page).first().innerText(), /9389\s+review\[src\/Module63\/File0423.cs\][^]*\$9.87/);
      assert.equal(await page.locator('table.grid').getAttribute('role'), 'grid');
    });
  },

  async 'ten thousand items that are all shown scroll from end to end'() {
    for (const view of ['timeline', 'table'])
      await using('items', { address: `#view=${view}&open=2|3.Completed` }, async page => scrollThrough(page));
  },

  async 'a parent shows its items that failed, and the graph has one node for it'() {
    await using('items', { address: '#view=graph' }, async page => {
      assert.equal(await page.locator('.node').count(), 6);
      await page.getByRole('button', { name: /^3 review/ }).click();
      const text = await page.locator('.detail').innerText();
      assert.match(text, /1,000 items\s+958 done, 37 failed, 5 skipped\s+added up: worked 12 h \d+ min, waited 3 h \d+ min \u00b7 \$49/);
      await page.locator('.detail').getByRole('link', { name: 'Sheet 9020' }).click();
      assert.match(await page.locator('.detail h2').innerText(), /Sheet 9020 review\[src\/Module54\/File0054.cs\]/);
    });
  },

  async 'items of a pipeline are folded under the name of the job'() {
    await using('pipeline', { address: '#view=timeline' }, async page => {
      const texts = (await rows(page).locator('td:first-child').allInnerTexts()).map(text => text.replace(/\s+/g, ' '));
      assert.match(texts.join('|'), /resize 30 items\|. 1 failed\|(Failed )?13 photo-13.jpg\|. 29 done\|(Pending )?31 reduce/);
      await page.evaluate(() => location.hash = 'view=graph');
      await page.locator('.node').first().waitFor();
      assert.equal(await page.locator('.node').count(), 2);
    });
  },

  async 'the table of the timeline says in words what is drawn'() {
    await using('nightly', { address: '#view=timeline' }, async page => {
      const text = await rows(page).nth(14).locator('td').last().textContent();
      assert.match(text, /attempt 1 failed after 1 min 01 s; waited 5.0 s, then attempt 2 failed/);
    });
  },

  async 'at twice the size nothing is cut off at the side'() {
    for (const view of VIEWS) {
      await using('nightly', { address: `#view=${view}`, width: 640, height: 430 }, async page => {
        const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
        assert.ok(content <= screen, `${view}: ${content} > ${screen}`);
      });
    }
  },

  async 'on a phone nothing is cut off at the side'() {
    for (const view of VIEWS) {
      await using('nightly', { address: `#view=${view}`, width: 390, height: 844 }, async page => {
        const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
        assert.ok(content <= screen, `${view}: ${content} > ${screen}`);
      });
    }
  },

  async 'paper has the summary and the failures'() {
    await using('nightly', { address: '#view=timeline' }, async page => {
      await page.evaluate(() => window.addEventListener('beforeprint', () => window.printed = document.getElementById('static')?.textContent));
      const pdf = await page.pdf();
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
      assert.match(await page.evaluate(() => window.printed), /nightly-review: Failed[^]*Failed sheets[^]*Cart.tsx/);
      assert.equal(await page.locator('#static').count(), 0);
    });
  },

  async 'without scripts the summary, the failures and the first 200 sheets are shown'() {
    await using('large', { javaScriptEnabled: false }, async page => {
      const text = await page.locator('#static').innerText();
      assert.match(text, /large <\/title><b>: Failed/);
      assert.match(text, /Failed sheets: 100 of 300/);
      assert.equal(await page.locator('#static tr:has(td)').count(), 200);
    });
  },

  async 'without scripts a parent with many items is one row'() {
    await using('items', { javaScriptEnabled: false }, async page => {
      const text = await page.locator('#static').innerText();
      assert.match(text, /3\s+review\s+1000\s+958 done, 37 failed, 5 skipped/);
      assert.match(text, /Failed sheets\s/);
      assert.ok(await page.locator('#static tr:has(td)').count() < 80);
    });
  },

  async 'a watched page reloads itself and keeps its place'() {
    const opened = await open(browser, file('running'));
    const { page } = opened;
    await page.clock.install();
    await page.evaluate(() => location.hash = 'view=table&sort=wait');
    await page.reload();
    await page.waitForSelector('#app[data-ready]');
    const loaded = page.waitForEvent('load');
    await page.clock.fastForward(6000);
    await loaded;
    await page.waitForSelector('#app[data-ready] table.grid');
    assert.match(page.url(), /view=table&sort=wait$/);
    assert.deepEqual(opened.faults, []);
    await opened.close();
  },

  async 'the scheme can be chosen'() {
    await using('nightly', { scheme: 'dark' }, async page => {
      const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await page.getByRole('button', { name: /^Colors/ }).click();
      const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.notEqual(light, dark);
      assert.match(page.url(), /theme=light/);
    });
  },

  async 'a history shows its tree, which folds'() {
    await using('history', {}, async page => {
      assert.match(await page.locator('main').innerText(), /60 steps in 20 paths, 1 failed/);
      await rows(page).first().click();
      assert.equal(await rows(page).count(), 1);
      await page.fill('#search', 'refused');
      await page.waitForFunction(() => document.querySelector('tr[data-index]')?.textContent.includes('<b>The card was refused.</b>'));
    });
  },

  async 'a report without jobs says so'() {
    await using('empty', {}, async page => assert.match(await page.locator('main').innerText(), /There are no jobs/));
  },
};

async function check(name, address, scheme) {
  await using(name, { address, scheme }, async page => {
    await settle(page);
    // The policy of the page forbids scripts of others, so axe is run by the debugger, as a developer's tools would.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    const found = violations.filter(one => ['serious', 'critical'].includes(one.impact))
      .map(one => `${name}${address} ${scheme}: ${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`);
    assert.deepEqual(found, []);
  });
}

/** Asserts that each answer of the summary can be read without scrolling. */
async function onFirstScreen(page, height, answers) {
  for (const answer of answers) {
    const box = await page.locator('.answers > div').filter({ hasText: answer }).boundingBox();
    assert.ok(box.y + box.height <= height, `${answer} ends at ${box.y + box.height}`);
  }
}

async function tabTo(page, goal) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const isThere = typeof goal === 'string'
      ? await page.evaluate(text => document.activeElement.textContent === text, goal)
      : await page.evaluate(`(${goal})(document.activeElement)`);
    if (isThere)
      return;
  }
  assert.fail(`Tab does not reach ${goal}.`);
}

const browser = await launch();
const summary = { tests: 0, passed: 0, failed: 0, pending: 0, skipped: 0, other: 0 };
const results = [];
for (const [name, test] of Object.entries(tests)) {
  summary.tests++;
  try {
    await test();
    summary.passed++;
    results.push({ name, status: 'passed', duration: 0 });
  } catch (error) {
    summary.failed++;
    results.push({ name, status: 'failed', duration: 0, message: String(error.message) });
    console.error(`FAILED ${name}\n  ${error.stack.split('\n').slice(0, 12).join('\n  ')}`);
  }
}
await browser.close();
console.log(`${summary.passed} passed, ${summary.failed} failed`);
if (resultFile)
  await writeFile(resultFile, JSON.stringify({ results: { tool: { name: 'report' }, summary, tests: results } }));
process.exitCode = summary.failed ? 1 : 0;
