// The first view: what happened, why, and what to type next.

import { h, icon, nameOf } from './dom.js';
import { countsOf, parentsOf } from './items.js';
import { largest } from './model.js';
import { address } from './state.js';
import { count, dollars, duration, line, moment, plural, source, status, zone } from './text.js';

const MOST = 5;
const ORDER = ['Completed', 'Failed', 'InProgress', 'Waiting', 'RetryScheduled', 'Fermata', 'Skipped', 'Cancelled', 'Dispatched', 'Ready', 'Pending'];

export function summary(job) {
  const totals = job.totals;
  const failed = firstFailure(job);
  const [waits, costs, works] = ['waited', 'cost', 'worked'].map(name => largest(job, name, MOST));
  const [next, ...others] = job.next_steps ?? [];
  const counts = Object.fromEntries([...Map.groupBy(job.work, sheet => sheet.status)].map(([name, sheets]) => [name, sheets.length]));
  const parents = job.sheets.length - job.work.length;
  return h('section', { class: 'view summary', 'aria-labelledby': 'summary-title' },
    h('h2', { id: 'summary-title', class: 'unseen' }, 'Summary'),
    h('p', { class: 'lead' }, leadOf(job, counts)),
    (job.description || job.tags?.length > 0) && h('p', { class: 'muted' }, line(job.description), ' ',
      job.tags?.length > 0 && h('span', { class: 'tags' }, job.tags.map(tag => h('span', null, h('bdi', null, line(tag)))))),
    job.missing_abilities?.length > 0 && h('div', { class: 'panel' }, h('h3', null, 'What it waits for'),
      h('p', null, `No live worker can run the next sheets: none supports ${job.missing_abilities.map(one => line(one)).join(', ')}.`)),
    h('dl', { class: 'panel answers' },
      failed && answer('Failed first', sheetLink(failed.sheet, failed.attempt), failed.error_code && ` with ${failed.error_code}${meaningOf(failed.error_code)}`, '.',
        failed.sheet.status === 'Completed' ? ' A later attempt completed it.' : messageOf(failed)),
      waits[0] && answer('Waited longest', sheetLink(waits[0]), ` ${duration(waits[0].waited)}${codeOf(waits[0])}${meaningOf(onlyCodeOf(waits[0]))}`,
        waits[0].waited > (totals.waiting_seconds ?? 0) && ', partly while other sheets ran', '.'),
      costs[0] && answer('Cost most', sheetLink(costs[0]), ` ${dollars(costs[0].cost)} of ${dollars(totals.cost)}.`),
      next && answer('Next command', nextOf(job, next, failed))),
    h('div', { class: 'tiles' },
      tile('Time', duration(totals.elapsed_seconds ?? 0), timeBar(totals), job.start && `${moment(job.start)}${job.end ? ` to ${moment(job.end)}` : ''}, ${zone()}`),
      tile(job.noun.replace('s', 'S'), count(job.work.length), sheetBar(counts),
        parents > 0 && `${plural(parents, 'sheet')} with items ${parents === 1 ? 'counts' : 'count'} as ${parents === 1 ? 'its' : 'their'} items`),
      tile('Attempts', count(totals.attempts ?? 0), h('p', null, totals.failed_attempts ? `${plural(totals.failed_attempts, 'attempt')} failed` : 'none failed')),
      tile('Cost', totals.cost_source ? dollars(totals.cost ?? 0) : '\u2013', h('p', null, totals.cost_source ? source(totals.cost_source) : 'no cost is known'),
        job.cost_limit && `limit ${dollars(job.cost_limit)}`)),
    others.length > 0 && h('div', { class: 'panel' }, h('h3', null, 'More commands'), others.map(command)),
    h('div', { class: 'columns' },
      items(job),
      ranking('Failed', failures(job), sheet => sheet.error_code ?? '', { view: 'table', status: 'Failed' }),
      ranking('Took longest', works, sheet => duration(sheet.worked), { view: 'table', sort: 'duration' }, numberOf(job, 'worked')),
      ranking('Waited longest', waits, sheet => `${duration(sheet.waited)}${codeOf(sheet)}`, { view: 'table', sort: 'wait' }, numberOf(job, 'waited')),
      ranking('Cost most', costs, sheet => dollars(sheet.cost), { view: 'table', sort: 'cost' }, numberOf(job, 'cost'))));

  function meaningOf(code) {
    const meaning = job.meanings[code];
    return meaning ? `: ${meaning.replace(/\.$/, '').replace(/^./, c => c.toLowerCase())}` : '';
  }

  /** Returns the message of a failed sheet, without the meaning of its code, which is said before it. */
  function messageOf({ sheet, error_code }) {
    const said = ` (${error_code}: ${job.meanings[error_code]})`;
    const message = sheet.error?.endsWith(said) ? sheet.error.slice(0, -said.length) : sheet.error;
    return message && h('p', { class: 'message' }, h('bdi', null, line(message)));
  }
}

/** Says in one sentence what happened. */
function leadOf(job, counts) {
  const totals = job.totals;
  const done = (counts.Completed ?? 0) + (counts.Skipped ?? 0);
  const all = job.work.length;
  const noun = all === 1 ? 'sheet' : job.noun;
  const failed = counts.Failed ? `, ${count(counts.Failed)} failed` : '';
  const rest = done === all ? `${all === 1 ? 'The' : `All ${count(all)}`} ${noun} ${all === 1 ? 'is' : 'are'} done` : `${count(done)} of ${count(all)} ${noun} ${done === 1 ? 'is' : 'are'} done${failed}`;
  const wait = totals.waiting_seconds >= 1 ? `; for ${duration(totals.waiting_seconds)} of it, no sheet ran because of waits` : '';
  return `${rest}. ${job.isRunning ? 'It has run' : 'It took'} ${duration(totals.elapsed_seconds ?? 0)}${wait}.`;
}

/** Returns the sheet whose attempt failed first, with the number and the code of that attempt, and the number of its last one. */
function firstFailure(job) {
  const { sheet, attempt, error_code, last_attempt } = job.failure;
  return sheet == null ? null : { sheet: job.sheets.find(one => one.number === sheet), attempt, error_code, last_attempt };
}

function timeBar(totals) {
  const elapsed = totals.elapsed_seconds || 1;
  const [busy, waiting] = [totals.busy_seconds ?? 0, totals.waiting_seconds ?? 0];
  const idle = Math.max(0, elapsed - busy - waiting);
  return bar([['done', busy, `${duration(busy)} worked`], ['waiting', waiting, `${duration(waiting)} only waited`],
    ['pending', idle > elapsed * 0.002 ? idle : 0, `${duration(idle)} stood still`]]);
}

const sheetBar = counts => bar(ORDER.filter(name => counts[name])
  .map(name => [status(name)[0], counts[name], `${count(counts[name])} ${status(name)[1].toLowerCase()}`]));

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

const failures = job => job.work.filter(sheet => sheet.status === 'Failed');

const numberOf = (job, name) => (job.columns[name] ?? []).reduce((number, value) => number + (value > 0), 0);

function codeOf(sheet) {
  const { codes } = sheet;
  return codes.length ? ` for ${codes.join(', ')}` : '';
}

function onlyCodeOf(sheet) {
  const { codes } = sheet;
  return codes.length === 1 ? codes[0] : null;
}

function ranking(title, sheets, value, all, number = sheets.length) {
  return sheets.length > 0 && h('div', { class: 'panel ranking' }, h('h3', null, title),
    h('ol', null, sheets.slice(0, MOST).map(sheet => h('li', null, sheetLink(sheet), h('span', { class: 'amount' }, value(sheet))))),
    number > MOST && h('p', null, h('a', { href: address({ ...all, sheet: '', attempt: '' }) }, `All ${count(number)}`)));
}

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
  `Sheet ${sheet.number}`, sheet.title && [' ', nameOf(line(sheet.title))]);

/** Returns the next command, after what to look at before it. */
function nextOf(job, next, failed) {
  const sheet = failed?.sheet;
  const isCause = sheet?.status === 'Failed' && !job.isRunning;
  return [
    next.note && h('p', null, next.note),
    isCause && h('p', null, 'Look first at ', h('a', { href: address({ sheet: sheet.number, attempt: failed.last_attempt }) }, `what sheet ${sheet.number} wrote`), '.'),
    command(next),
  ];
}

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
