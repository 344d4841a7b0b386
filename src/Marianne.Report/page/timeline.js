// The timeline: a table of sheets whose last column is drawn. The table says in words what the drawing shows.

import { h, icon, written } from './dom.js';
import { filters } from './filters.js';
import { grid, ROW } from './grid.js';
import { groupBar, groupName, sheetCell, wordsOfGroup } from './groups.js';
import { rowsOf, toggle, unfold } from './items.js';
import { select } from './model.js';
import { colors, context, hatch } from './paint.js';
import { get, set } from './state.js';
import { clock, duration, moment, status, zone } from './text.js';

const HEAD = 34;
const STEPS = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10800, 21600, 43200, 86400, 604800];

const SHAPES = { done: 'Completed', failed: 'Failed', waiting: 'Waiting', running: 'Running', paused: 'Interrupted', skipped: 'Skipped', pending: 'Pending' };

/** The statuses that have a look of their own as bars. */
const DRAWN = new Set(['done', 'failed', 'waiting', 'running']);

export function timeline(job, open) {
  const canvas = h('canvas', { class: 'chart', 'aria-hidden': 'true' });
  const tip = h('div', { class: 'tip', role: 'tooltip', hidden: true });
  let view = { from: job.start, to: job.last };
  let frame = 0;
  const table = grid({
    label: 'Timeline of the sheets',
    columns: [{ title: 'Sheet', class: 'name' }, { title: '', class: 'time' }],
    head: column => column.class === 'time' ? h('span', { class: 'unseen' }, `Time (${zone()})`) : column.title,
    cells: row => [groupName(row), h('span', { class: 'unseen' }, wordsOfGroup(row.group))],
    isReused: row => row.sheet,
    writer() {
      const [name, drawn] = [sheetCell(), written('span', { class: 'unseen' })];
      return { cells: [name.element, drawn.element], write(row) {
        name.write(row);
        drawn.write(wordsOf(row.sheet));
      } };
    },
    rowClass: row => row.group ? row.group.isCritical ? 'group critical' : 'group' : row.sheet.isCritical ? 'critical' : '',
    open: row => row.group ? toggle(row) : open(row.sheet),
    onScroll: draw,
  });
  const box = table.box;
  table.element.append(canvas, tip);

  const groups = h('select', { 'aria-label': 'Groups', onchange: event => set({ group: event.target.value, folded: '', open: '', shut: '' }) },
    kindsOf(job).map(([value, text]) => h('option', { value, selected: get('group') === value }, text)));
  const tools = h('div', { class: 'tools' },
    filters(job), h('span', { class: 'more' }, groups,
    h('label', { class: 'check' }, h('input', {
      type: 'checkbox', checked: Boolean(get('path')), onchange: event => set({ path: event.target.checked ? 1 : '' }),
    }), 'Critical path'),
    h('span', { class: 'buttons' },
      button('Zoom in', '+', () => zoom(0.5)), button('Zoom out', '\u2212', () => zoom(2)),
      button('Earlier', '\u2190', () => pan(-0.25)), button('Later', '\u2192', () => pan(0.25)),
      button('Show all', 'All', () => move(job.start, job.last)))));
  const key = h('p', { class: 'key more' },
    Object.entries(SHAPES).map(([name, text]) => h('span', { class: `swatch ${name}` }, icon(name), DRAWN.has(name) && h('i', { class: 'sample' }), text)),
    h('span', { class: 'swatch' }, '\u25c6 Critical path'),
    h('span', { class: 'hint' }, 'Click or Enter opens a row, arrow keys move, + and \u2212 zoom, \u2190 and \u2192 pan.'));

  box.addEventListener('keydown', event => {
    const action = { '+': () => zoom(0.5), '=': () => zoom(0.5), '-': () => zoom(2), 0: () => move(job.start, job.last),
      ArrowLeft: () => pan(-0.1), ArrowRight: () => pan(0.1) }[event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action();
    }
  });
  box.addEventListener('wheel', event => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, timeAt(event));
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      pan(event.deltaX / area().width);
    }
  }, { passive: false });
  drag();
  box.addEventListener('pointermove', hover);
  box.addEventListener('pointerleave', () => tip.hidden = true);

  function update() {
    table.show(rowsOf(job, select(job, get), get('group')));
    draw();
  }

  function area() {
    const cell = table.header.lastElementChild;
    const left = cell ? cell.offsetLeft + 8 : 0;
    return { left, width: Math.max(1, box.clientWidth - left - 76) };
  }

  const xOf = (time, { left, width }) => left + (time - view.from) / (view.to - view.from) * width;
  function timeAt(event) {
    const { left, width } = area();
    return view.from + (event.clientX - box.getBoundingClientRect().left - left) / width * (view.to - view.from);
  }

  function move(from, to) {
    const least = 200;
    const span = Math.min(Math.max(to - from, least), job.last - job.start);
    const start = Math.min(Math.max(from, job.start), job.last - span);
    view = { from: start, to: start + span };
    draw();
  }

  function zoom(factor, around = (view.from + view.to) / 2) {
    move(around - (around - view.from) * factor, around + (view.to - around) * factor);
  }

  function pan(share) {
    const by = (view.to - view.from) * share;
    move(view.from + by, view.to + by);
  }

  function drag() {
    let last = null;
    box.addEventListener('pointerdown', event => {
      if (event.pointerType === 'mouse' && event.offsetX > 0 && event.clientX - box.getBoundingClientRect().left > area().left)
        last = event.clientX;
    });
    window.addEventListener('pointermove', event => {
      if (last == null || !event.buttons)
        return;
      pan((last - event.clientX) / area().width);
      last = event.clientX;
    });
    window.addEventListener('pointerup', () => last = null);
  }

  function hover(event) {
    const index = table.indexAt(event.target);
    const row = index >= 0 ? table.visible().rows[index] : null;
    const time = timeAt(event);
    const place = box.getBoundingClientRect();
    const text = !row || event.clientX - place.left <= area().left ? null : row.group ? wordsOfGroup(row.group)
      : pieceAt(row.sheet, time, (view.to - view.from) / area().width * 4);
    tip.hidden = !text;
    if (text) {
      tip.textContent = text;
      tip.style.left = `${Math.min(event.clientX - place.left + 12, place.width - 250)}px`;
      tip.style.top = `${event.clientY - place.top + 18}px`;
    }
  }

  function reveal(sheet) {
    const matches = row => row.sheet === sheet || row.group?.sheet === sheet;
    if (table.reveal(matches))
      return;
    unfold(job, sheet);
    table.reveal(matches);
  }

  function draw() {
    if (!frame)
      frame = requestAnimationFrame(paint);
  }

  function paint() {
    frame = 0;
    if (!box.isConnected)
      return;
    const place = area();
    const g = context(canvas, box.clientWidth, box.clientHeight);
    const c = colors();
    axis(g, c, place);
    const { rows, top, from, to } = table.visible();
    g.save();
    g.beginPath();
    g.rect(place.left - 8, HEAD, place.width + 84, box.clientHeight - HEAD);
    g.clip();
    for (let i = from; i < to && i < rows.length; i++) {
      const y = HEAD + i * ROW - top;
      if (rows[i].group)
        groupBar(g, c, rows[i].group, y, place, time => xOf(time, place));
      else
        sheetBars(g, c, rows[i].sheet, y, place);
    }
    g.restore();
    if (job.isRunning && job.now >= view.from && job.now <= view.to)
      nowLine(g, c, xOf(job.now, place));
  }

  function axis(g, c, place) {
    const step = (STEPS.find(s => (view.to - view.from) / 1000 / s <= Math.max(2, place.width / 110)) ?? 604800) * 1000;
    g.font = '12px system-ui, sans-serif';
    const offset = new Date(view.from).getTimezoneOffset() * 60000;
    for (let t = Math.ceil((view.from - offset) / step) * step + offset; t <= view.to; t += step) {
      const x = xOf(t, place);
      g.fillStyle = c.line;
      g.fillRect(x, HEAD - 6, 1, box.clientHeight);
      g.fillStyle = c.muted;
      g.fillText(step >= 86400000 ? moment(t) : clock(t).slice(0, step < 60000 ? 8 : 5), x + 4, HEAD - 13);
    }
  }

  function sheetBars(g, c, sheet, y, place) {
    let before = null;
    for (const attempt of sheet.attempts) {
      if (attempt.waited > 0 && before)
        band(g, c, before.end, attempt.start, y, place);
      bar(g, c, attempt, y, place);
      before = attempt;
    }
    if (sheet.since) {
      band(g, c, sheet.since, Math.max(job.now, sheet.next ?? 0), y, place);
    }
    if (sheet.end == null)
      return;
    const end = Math.max(xOf(Math.max(sheet.end, sheet.next ?? 0), place), place.left - 8);
    if (end < place.left + place.width + 4 && xOf(sheet.end, place) >= place.left - 4) {
      g.fillStyle = sheet.isCritical ? c.text : c.muted;
      g.font = `${sheet.isCritical ? '600 ' : ''}11.5px system-ui, sans-serif`;
      g.fillText(`${sheet.isCritical ? '\u25c6 ' : ''}${duration((sheet.end - sheet.start) / 1000)}`, end + 7, y + 19.5);
    }
  }

  function bar(g, c, attempt, y, place) {
    const x = xOf(attempt.start, place);
    const width = Math.max(2.5, xOf(attempt.end, place) - x);
    if (x > place.left + place.width + 8 || x + width < place.left - 8)
      return;
    const name = status(attempt.outcome)[0];
    g.fillStyle = c[name];
    g.beginPath();
    g.roundRect(x, y + 8, width, 14, Math.min(3, width / 2));
    g.fill();
    if (name === 'failed') // The mark at the end is the same for every length, and in the bars of groups.
      g.fillRect(x + width - 2.5, y + 4, 2.5, 22);
    if (name === 'running')
      stroke(g, c.paper, [[x + 3, y + 15, x + width - 3, y + 15]]);
  }

  function band(g, c, from, to, y, place) {
    const x = Math.max(place.left - 8, xOf(from, place));
    const width = Math.min(place.left + place.width + 84, xOf(to, place)) - x;
    if (width <= 0)
      return;
    g.fillStyle = hatch(g, c.waiting);
    g.fillRect(x, y + 10, width, 10);
  }

  function nowLine(g, c, x) {
    g.fillStyle = c.accent;
    g.fillRect(x, 14, 1.5, box.clientHeight);
    g.font = '600 11px system-ui, sans-serif';
    g.fillText('now', x - 24, 13);
  }

  return { element: h('section', { class: 'view', 'aria-labelledby': 'timeline-title' },
    h('h2', { id: 'timeline-title' }, 'Timeline'), tools, key, table.element), update, draw, reveal };
}

/** Returns the ways in which the rows of a job can be grouped. */
function kindsOf(job) {
  if (job.itemsOf.size)
    return [['', 'Items folded'], ['status', 'By status'], ['none', 'No groups']];
  return [['', 'No groups'], ['status', 'By status'], ...job.sheets.some(sheet => sheet.group) ? [['item', 'By name']] : []];
}

/** Says in words what the bars of a sheet show. */
export function wordsOf(sheet) {
  if (!sheet.tries)
    return sheet.since ? `waits since ${moment(sheet.since)}` : 'no attempt';
  return sheet.attempts.slice(0, 20).map(attempt => `${attempt.waited ? `waited ${duration(attempt.waited)}, then ` : ''}attempt ${attempt.number} ${
    status(attempt.outcome)[1].toLowerCase()} after ${duration((attempt.end - attempt.start) / 1000)}`).join('; ');
}

function pieceAt(sheet, time, near) {
  let before = null;
  for (const attempt of sheet.attempts) {
    if (before && attempt.waited && time > before.end && time < attempt.start)
      return `Waited ${duration(attempt.waited)}${before.error_code ? ` after ${before.error_code}` : ''}`;
    if (time >= attempt.start - near && time <= attempt.end + near)
      return `Attempt ${attempt.number}: ${status(attempt.outcome)[1]}${attempt.error_code ? ` (${attempt.error_code})` : ''}, ${
        clock(attempt.start)} to ${clock(attempt.end)}, ${duration((attempt.end - attempt.start) / 1000)}`;
    before = attempt;
  }
  return sheet.since && time >= sheet.since ? `Waits${sheet.next ? ` until ${moment(sheet.next)}` : ''}` : null;
}

function stroke(g, color, segments) {
  g.strokeStyle = color;
  g.lineWidth = 1.6;
  g.beginPath();
  for (const [x1, y1, x2, y2] of segments) {
    g.moveTo(x1, y1);
    g.lineTo(x2, y2);
  }
  g.stroke();
}

const button = (title, text, action) => h('button', { type: 'button', 'aria-label': title, title, onclick: action }, text);
