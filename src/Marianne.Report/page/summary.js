// The first view: what happened, why, and what to type next.

import { h, icon } from './dom.js';
import { countsOf, parentsOf } from './items.js';
import { address } from './state.js';
import { count, dollars, duration, line, moment, plural, source, status, zone } from './text.js';

const ORDER = ['Completed', 'Failed', 'InProgress', 'Waiting', 'RetryScheduled', 'Fermata', 'Skipped', 'Cancelled', 'Dispatched', 'Ready', 'Pending'];

export function summary(job) {
  const totals = job.totals;
  const failed = firstFailure(job);
  const [waits, costs] = [by(job, sheet => sheet.waited), by(job, sheet => sheet.cost)];
  const [next, ...others] = job.next_steps ?? [];
  return h('section', { class: 'view summary', 'aria-labelledby': 'summary-title' },
    h('h2', { id: 'summary-title', class: 'unseen' }, 'Summary'),
    h('p', { class: 'lead' }, leadOf(job)),
    (job.description || job.tags?.length > 0) && h('p', { class: 'muted' }, line(job.description), ' ',
      job.tags?.length > 0 && h('span', { class: 'tags' }, job.tags.map(tag => h('span', null, h('bdi', null, line(tag)))))),
    job.missing_abilities?.length > 0 && h('div', { class: 'panel' }, h('h3', null, 'What it waits for'),
      h('p', null, `No live worker can run the next sheets: none has ${job.missing_abilities.map(one => line(one)).join(', ')}.`)),
    h('dl', { class: 'panel answers' },
      failed && answer('Failed first', sheetLink(failed.sheet, failed.attempt.number), failed.attempt.error_code && ` with ${failed.attempt.error_code}${meaningOf(failed.attempt.error_code)}`, '.',
        failed.sheet.status === 'Completed' ? ' A later attempt completed it.' : messageOf(failed)),
      waits[0] && answer('Waited longest', sheetLink(waits[0]), ` ${duration(waits[0].waited)}${codeOf(waits[0])}${meaningOf(onlyCodeOf(waits[0]))}`,
        waits[0].waited > (totals.waiting_seconds ?? 0) && ', partly while other sheets ran', '.'),
      costs[0] && answer('Cost most', sheetLink(costs[0]), ` ${dollars(costs[0].cost)} of ${dollars(totals.cost)}.`),
      next && answer('Next command', command(next))),
    h('div', { class: 'tiles' },
      tile('Time', duration(totals.elapsed_seconds ?? 0), timeBar(totals), job.start && `${moment(job.start)}${job.end ? ` to ${moment(job.end)}` : ''}, ${zone()}`),
      tile('Sheets', count(totals.sheets), sheetBar(totals)),
      tile('Attempts', count(totals.attempts ?? 0), h('p', null, totals.failed_attempts ? `${plural(totals.failed_attempts, 'attempt')} failed` : 'none failed')),
      tile('Cost', totals.cost_source ? dollars(totals.cost ?? 0) : '\u2013', h('p', null, totals.cost_source ? source(totals.cost_source) : 'no cost is known'),
        job.cost_limit && `limit ${dollars(job.cost_limit)}`)),
    others.length > 0 && h('div', { class: 'panel' }, h('h3', null, 'More commands'), others.map(command)),
    h('div', { class: 'columns' },
      items(job),
      ranking('Failed', job.sheets.filter(sheet => sheet.status === 'Failed' && !isOnlyParent(job, sheet)), sheet => sheet.error_code ?? '', { view: 'table', status: 'Failed' }),
      ranking('Took longest', by(job, sheet => sheet.worked), sheet => duration(sheet.worked), { view: 'table', sort: 'duration' }),
      ranking('Waited longest', waits, sheet => `${duration(sheet.waited)}${codeOf(sheet)}`, { view: 'table', sort: 'wait' }),
      ranking('Cost most', costs, sheet => dollars(sheet.cost), { view: 'table', sort: 'cost' })));

  function meaningOf(code) {
    const meaning = job.meanings[code];
    return meaning ? `: ${meaning.replace(/\.$/, '').replace(/^./, c => c.toLowerCase())}` : '';
  }

  /** Returns the message of a failed sheet, without the meaning of its code, which is said before it. */
  function messageOf({ sheet, attempt }) {
    const said = ` (${attempt.error_code}: ${job.meanings[attempt.error_code]})`;
    const message = sheet.error?.endsWith(said) ? sheet.error.slice(0, -said.length) : sheet.error;
    return message && h('p', { class: 'message' }, h('bdi', null, line(message)));
  }
}

/** Says in one sentence what happened. */
function leadOf(job) {
  const totals = job.totals;
  const done = (totals.by_status.Completed ?? 0) + (totals.by_status.Skipped ?? 0);
  const rest = done === totals.sheets ? `All ${plural(totals.sheets, 'sheet')} are done` : `${count(done)} of ${plural(totals.sheets, 'sheet')} are done`;
  const wait = totals.waiting_seconds >= 1 ? `; for ${duration(totals.waiting_seconds)} of it, no sheet ran because of waits` : '';
  return `${rest}. ${job.isRunning ? 'It has run' : 'It took'} ${duration(totals.elapsed_seconds ?? 0)}${wait}.`;
}

/** Returns the first attempt that failed, of a sheet that is failed if there is one. */
function firstFailure(job) {
  let first = null;
  for (const sheet of job.sheets) {
    const attempt = sheet.attempts.find(one => one.outcome === 'Failed');
    const isWorse = attempt && (!first || (sheet.status === 'Failed') > (first.sheet.status === 'Failed')
      || (sheet.status === 'Failed') === (first.sheet.status === 'Failed') && attempt.end < first.attempt.end);
    if (isWorse)
      first = { sheet, attempt };
  }
  return first;
}

function timeBar(totals) {
  const elapsed = totals.elapsed_seconds || 1;
  const [busy, waiting] = [totals.busy_seconds ?? 0, totals.waiting_seconds ?? 0];
  const idle = Math.max(0, elapsed - busy - waiting);
  return bar([['done', busy, `${duration(busy)} worked`], ['waiting', waiting, `${duration(waiting)} only waited`],
    ['pending', idle > elapsed * 0.002 ? idle : 0, `${duration(idle)} stood still`]]);
}

const sheetBar = totals => bar(ORDER.filter(name => totals.by_status[name])
  .map(name => [status(name)[0], totals.by_status[name], `${count(totals.by_status[name])} ${status(name)[1].toLowerCase()}`]));

function bar(parts) {
  const shown = parts.filter(([, size]) => size > 0);
  return [strip(shown), h('ul', { class: 'legend' }, shown.map(([name, , text]) => h('li', null, icon(name), ' ', text)))];
}

function strip(parts) {
  const element = h('div', { class: 'strip', 'aria-hidden': 'true' }, parts.map(([name]) => h('i', { class: name })));
  parts.forEach(([, size], index) => element.children[index].style.flexGrow = size);
  return element;
}

const answer = (title, ...content) => h('div', null, h('dt', null, title), h('dd', null, content));

const tile = (title, value, content, note) => h('div', { class: 'tile' }, h('h3', null, title), h('p', { class: 'value' }, value), content,
  note && h('p', { class: 'muted' }, note));

const by = (job, key) => job.sheets.filter(sheet => key(sheet) > 0).sort((one, other) => key(other) - key(one) || one.number - other.number);

function codesOf(sheet) {
  return [...new Set(sheet.attempts.map(attempt => attempt.error_code).filter(Boolean))];
}

function codeOf(sheet) {
  const codes = codesOf(sheet);
  return codes.length ? ` for ${codes.join(', ')}` : '';
}

function onlyCodeOf(sheet) {
  const codes = codesOf(sheet);
  return codes.length === 1 ? codes[0] : null;
}

function ranking(title, sheets, value, all) {
  return sheets.length > 0 && h('div', { class: 'panel ranking' }, h('h3', null, title),
    h('ol', null, sheets.slice(0, 5).map(sheet => h('li', null, sheetLink(sheet), h('span', { class: 'amount' }, value(sheet))))),
    sheets.length > 5 && h('p', null, h('a', { href: address({ ...all, sheet: '', attempt: '' }) }, `All ${count(sheets.length)}`)));
}

/** Indicates whether a sheet failed because some of its items did: these are listed instead. */
const isOnlyParent = (job, sheet) => job.itemsOf.get(sheet.number)?.some(item => item.status === 'Failed');

/** Returns the sheets with items, each with how many ended how. */
function items(job) {
  const parents = parentsOf(job);
  return parents.length > 0 && h('div', { class: 'panel' }, h('h3', null, 'Items'), parents.slice(0, 8).map(group => h('div', null,
    h('p', null, h('a', { href: address({ view: 'timeline', sheet: group.sheet ? group.number : '', attempt: '' }) },
      group.sheet && `Sheet ${group.number} `, h('bdi', null, line(group.title))), ` ${countsOf(group)}`),
    strip(ORDER.filter(name => group.counts[name]).map(name => [status(name)[0], group.counts[name]])))),
  parents.length > 8 && h('p', null, h('a', { href: address({ view: 'timeline', sheet: '', attempt: '' }) }, `All ${count(parents.length)}`)));
}

/** Creates a link that opens a sheet. */
export const sheetLink = (sheet, attempt = '') => h('a', { href: address({ sheet: sheet.number, attempt }) },
  `Sheet ${sheet.number}`, sheet.title && [' ', h('bdi', { class: 't' }, line(sheet.title))]);

function command(step) {
  const code = h('code', null, step.command);
  const copied = h('span', { role: 'status', class: 'muted' });
  return h('div', { class: 'command' }, h('pre', { tabindex: 0 }, code),
    h('button', { type: 'button', 'aria-label': `Copy: ${step.command}`, onclick: () => copy(code, copied) }, 'Copy'),
    h('p', { class: 'muted' }, step.purpose, ' ', copied));
}

async function copy(code, copied) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    copied.textContent = 'Copied.';
  } catch {
    getSelection().selectAllChildren(code); // The browser allows no access: the text is selected, to be copied by hand.
    copied.textContent = 'Selected: press Ctrl+C.';
  }
}
