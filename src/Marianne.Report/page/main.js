// The page: reads its data, and shows the view that its address names.

import { h, icon, put } from './dom.js';
import { cost } from './cost.js';
import { blocksOf, load } from './data.js';
import { detail } from './detail.js';
import { graph, hasGraph } from './graph.js';
import { historyView } from './history.js';
import { prepare } from './model.js';
import { forgetColors } from './paint.js';
import { address, get, onChange, set } from './state.js';
import { summary } from './summary.js';
import { table } from './table.js';
import { line, moment, status } from './text.js';
import { timeline } from './timeline.js';
import { runsOf, trend } from './trend.js';
import { waits } from './waits.js';

const RELOAD = 5000;
const SCHEMES = { '': 'System', light: 'Light', dark: 'Dark' };
const page = document.documentElement;
const parsed = new Promise(done => document.addEventListener('DOMContentLoaded', done));
const app = document.getElementById('app');
const panel = h('aside', { class: 'detail', 'aria-label': 'Sheet', hidden: true });
let opener = null;
let data = null;
let job = null;
let view = null;
let still = null;
let chosen = null;
const due = new Set();

page.dataset.scripted = ''; // The content without scripts comes after this script: it is hidden before it is laid out.
start().catch(fail);

function fail(error) {
  delete page.dataset.scripted;
  put(app, h('p', { class: 'message' }, 'This browser cannot show the interactive report: ', String(error?.message ?? error)));
  app.hidden = false;
}

async function start() {
  [data] = await Promise.all([load(), parsed]);
  still = document.getElementById('static');
  still.remove();
  app.hidden = false;
  scheme();
  if (data.format === 'marianne-history')
    showHistory();
  else if (data.jobs.length)
    await showJobs();
  else
    put(app, h('main', null, h('p', { class: 'lead' }, 'There are no jobs.')));
  printing();
  document.addEventListener('keydown', keys);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  app.dataset.ready = '';
}

function showHistory() {
  view = historyView(data);
  put(app, header(data.machine, data.is_complete ? 'Completed' : 'InProgress', null), h('main', null, view.element));
  view.update();
  onChange(() => view.update());
}

async function showJobs() {
  onChange(changed => follow(changed).catch(fail));
  if (data.is_watched && data.jobs.some(one => ['Running', 'Pending'].includes(one.status) && !one.is_zombie))
    setTimeout(() => location.reload(), RELOAD);
  await follow(['job']);
}

/** Shows what the address names now. Changes that come while a block of data is read are shown together with those before. */
async function follow(changed) {
  for (const key of changed)
    due.add(key);
  if (due.has('job'))
    chooseJob();
  const reading = blocksOf(job, needs());
  if (reading) {
    const wanted = location.hash;
    await reading;
    if (wanted !== location.hash)
      return follow([]);
  }
  const keys = [...due];
  due.clear();
  if (keys.some(key => key === 'job' || key === 'view'))
    return chooseView();
  if (keys.includes('theme'))
    scheme();
  if (keys.some(key => !['sheet', 'attempt', 'theme'].includes(key)))
    view.update();
  if (keys.includes('sheet') || keys.includes('attempt'))
    await showSheet(keys.includes('sheet'));
}

/** Returns the blocks of data that the view needs. An open sheet is shown without its attempts until these were read. */
function needs() {
  const searches = get('q') && !/^#\d+$/.test(get('q'));
  return {
    timeline: ['attempts', ...searches ? ['details'] : []],
    table: searches ? ['details'] : [],
    waits: ['details'],
  }[get('view')] ?? [];
}

function chooseJob() {
  const raw = data.jobs.find(one => one.id === get('job')) ?? data.jobs[0];
  if (raw === chosen)
    return;
  chosen = raw;
  job = prepare(raw, data.is_watched);
  job.meanings = Object.fromEntries(data.errors.map(error => [error.code, error.meaning]));
}

function viewsOf() {
  return [
    ['summary', 'Summary', () => ({ element: summary(job), update() {}, draw() {} })],
    ['timeline', 'Timeline', () => timeline(job, open)],
    ['table', 'Table', () => table(job, open)],
    ['waits', 'Waits', () => waits(job, data.errors)],
    ['cost', 'Cost', () => cost(job)],
    hasGraph(job) && ['graph', 'Graph', () => graph(job)],
    runsOf(job, data.jobs).length > 1 && ['trend', 'Trend', () => trend(job, data.jobs)],
  ].filter(Boolean);
}

function chooseView() {
  const views = viewsOf();
  const [name, , create] = views.find(([key]) => key === get('view')) ?? views[0];
  view = create();
  put(app, h('a', { class: 'skip', href: '#', onclick: skip }, 'Skip to the content'),
    header(job.name, job.status, views.map(([key, title]) => h('a', {
      href: address({ view: key === 'summary' ? '' : key, sheet: '', attempt: '' }), 'aria-current': key === name ? 'page' : null,
    }, title))), h('div', { class: 'body' }, h('main', { id: 'content', tabindex: -1 }, view.element), panel));
  document.title = `${line(job.name)}: ${status(job.status)[1]}`;
  view.update();
  view.draw();
  return showSheet(false);
}

function skip(event) {
  event.preventDefault();
  document.getElementById('content').focus();
}

function header(name, state, links) {
  const [shape, words] = status(state);
  return h('header', { class: 'top' },
    h('div', { class: 'title' },
      h('h1', null, h('bdi', null, line(name))),
      h('span', { class: `chip ${shape}` }, icon(shape), job?.is_zombie ? 'Its runner process is dead' : words),
      job && h('span', { class: 'muted id' }, line(job.id)),
      data.jobs?.length > 1 && h('select', { 'aria-label': 'Job', onchange: event => set({ job: event.target.value, sheet: '', attempt: '' }, true) },
        data.jobs.slice(0, 200).map(one => h('option', { value: one.id, selected: one.id === job.id },
          `${line(one.name)}, ${moment(Date.parse(one.started_at ?? one.created_at))}, ${status(one.status)[1]}`))),
      h('button', { type: 'button', class: 'theme', onclick: nextScheme }, `Colors: ${SCHEMES[get('theme')] ?? 'System'}`)),
    links && h('nav', { 'aria-label': 'Views' }, links));
}

function open(sheet) {
  opener = document.activeElement;
  set({ sheet: sheet.number, attempt: '' }, true);
}

function close() {
  const number = get('sheet');
  set({ sheet: '', attempt: '' });
  const row = [...app.querySelectorAll('tr[data-index]')].find(one => one.querySelector('.number')?.textContent === number);
  (opener?.isConnected ? opener : row ?? document.getElementById('content'))?.focus();
  opener = null;
}

async function showSheet(focuses) {
  const sheet = job.sheets.find(one => String(one.number) === get('sheet'));
  const wasOpen = !panel.hidden;
  panel.hidden = !sheet;
  document.body.classList.toggle('has-detail', Boolean(sheet));
  const reading = sheet && blocksOf(job, ['attempts', 'details']);
  if (sheet) {
    const title = detail(panel, job, sheet, reading ? null : get('attempt'), close);
    view.reveal?.(sheet);
    if (focuses)
      title.focus();
  }
  if (wasOpen !== Boolean(sheet))
    view.draw();
  if (reading) {
    await reading;
    if (get('sheet') === String(sheet.number) && job === sheet.job)
      await showSheet(panel.contains(document.activeElement));
  }
}

function keys(event) {
  if (event.key === 'Escape' && !panel.hidden)
    close();
  else if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    const search = document.getElementById('search');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
}

function nextScheme() {
  const names = Object.keys(SCHEMES);
  set({ theme: names[(names.indexOf(get('theme')) + 1) % names.length] });
  scheme();
}

function scheme() {
  const name = SCHEMES[get('theme')] ? get('theme') : '';
  page.dataset.theme = name;
  const button = app.querySelector('.theme');
  if (button)
    button.textContent = `Colors: ${SCHEMES[name]}`;
  repaint();
}

function repaint() {
  forgetColors();
  view?.draw();
}

/** Paper gets what a browser without scripts shows: the summary, the failures and the first sheets. */
function printing() {
  window.addEventListener('beforeprint', () => document.body.append(still));
  window.addEventListener('afterprint', () => still.remove());
}
