// A table of any length: only the rows on the screen exist. Rows are reached with the arrow keys.

import { h, put } from './dom.js';

export const ROW = 30;
const EXTRA = 4;

/**
 * Creates a grid.
 * columns: [{ title, class, sort }], cells(row): the contents of the cells, open(row): what Enter and a click do. A row with a level is in a
 * tree: one that has isOpen is opened and closed by open(row), and by the arrow keys to the sides.
 */
export function grid({ label, columns, cells, open, rowClass = () => '', onScroll = () => {}, head = column => column.title }) {
  const before = h('tr', { role: 'presentation', class: 'spacer' });
  const after = h('tr', { role: 'presentation', class: 'spacer' });
  const body = h('tbody');
  const heads = h('tr', { 'aria-rowindex': 1 });
  const table = h('table', { role: 'grid', 'aria-label': label, class: 'grid' },
    h('colgroup', null, columns.map(column => h('col', { class: column.class }))),
    h('thead', null, heads), body);
  const box = h('div', { class: 'scroll', role: 'region', 'aria-label': `${label}, scrolls` }, table);
  const empty = h('p', { class: 'empty', hidden: true }, 'No sheet matches. Change the search or the filters.');
  let rows = [];
  let isTree = false;
  let active = 0;
  let first = -1;
  let last = -1;

  box.addEventListener('scroll', () => {
    render();
    onScroll();
  }, { passive: true });
  new ResizeObserver(() => {
    render(true);
    onScroll();
  }).observe(box);
  body.addEventListener('click', event => {
    const index = indexOf(event.target);
    if (index >= 0 && !event.target.closest('a')) {
      activate(index, true);
      open(rows[index]);
    }
  });
  body.addEventListener('keydown', event => {
    const page = Math.max(1, Math.floor(box.clientHeight / ROW) - 2);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length };
    if (event.key in steps && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      activate(Math.min(rows.length - 1, Math.max(0, active + steps[event.key])), true);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(rows[active]);
    } else if (sideways(event.key, rows[active])) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  /** Opens or closes a row of a tree. Returns whether the key means that. */
  function sideways(key, row) {
    const means = key === 'ArrowRight' && row?.isOpen === false || key === 'ArrowLeft' && row?.isOpen === true;
    if (means)
      open(row);
    return means;
  }

  function indexOf(target) {
    const row = target.closest('tr[data-index]');
    return row ? Number(row.dataset.index) : -1;
  }

  function activate(index, focuses) {
    active = index;
    const top = index * ROW;
    const room = box.clientHeight - (table.tHead.offsetHeight || ROW);
    if (top < box.scrollTop)
      box.scrollTop = top;
    else if (top + ROW > box.scrollTop + room)
      box.scrollTop = top + ROW - room;
    render(true);
    if (focuses)
      body.querySelector(`tr[data-index="${index}"]`)?.focus({ preventScroll: true });
  }

  function render(always = false) {
    const from = Math.max(0, Math.floor(box.scrollTop / ROW) - EXTRA);
    const to = Math.min(rows.length, Math.ceil((box.scrollTop + box.clientHeight) / ROW) + EXTRA);
    if (!always && from === first && to === last)
      return;
    const focused = body.contains(document.activeElement) ? active : -1;
    [first, last] = [from, to];
    before.style.height = `${from * ROW}px`;
    after.style.height = `${(rows.length - to) * ROW}px`;
    const tabbed = active >= from && active < to ? active : from;
    const shown = [];
    for (let i = from; i < to; i++)
      shown.push(rowOf(i, i === tabbed));
    put(body, from > 0 && before, shown, to < rows.length && after);
    if (focused >= 0)
      (body.querySelector(`tr[data-index="${focused}"]`) ?? body.querySelector('tr[tabindex="0"]'))?.focus({ preventScroll: true });
  }

  function rowOf(index, isTabbed) {
    return h('tr', {
      'data-index': index,
      'aria-rowindex': index + 2,
      tabindex: isTabbed ? 0 : -1,
      class: rowClass(rows[index]) || null,
      'aria-level': isTree ? rows[index].level : null,
      'aria-expanded': rows[index].isOpen == null ? null : String(rows[index].isOpen),
    }, cells(rows[index]).map((cell, column) => h('td', { class: columns[column].class }, cell)));
  }

  return {
    element: h('div', { class: 'grid-box' }, box, empty),
    box,
    header: heads,
    /** Shows other rows. */
    show(next) {
      rows = next;
      isTree = rows.some(row => row.isOpen != null);
      table.setAttribute('role', isTree ? 'treegrid' : 'grid');
      active = Math.min(active, Math.max(0, rows.length - 1));
      table.setAttribute('aria-rowcount', rows.length + 1);
      empty.hidden = rows.length > 0;
      put(heads, columns.map(column => h('th', {
        class: column.class, scope: 'col', 'aria-sort': column.order?.() ?? null,
      }, head(column))));
      render(true);
    },
    /** Moves to the row that matches, without taking the focus. Returns whether there is one. */
    reveal(matches) {
      const index = rows.findIndex(matches);
      if (index >= 0 && index !== active) {
        if (index < first + EXTRA || index >= last - EXTRA - 1)
          box.scrollTop = index * ROW - box.clientHeight / 3;
        activate(index, false);
      }
      return index >= 0;
    },
    focus: () => body.querySelector('tr[tabindex="0"]')?.focus(),
    visible: () => ({ rows, top: box.scrollTop, from: Math.max(0, first), to: Math.max(0, last) }),
    indexAt: indexOf,
  };
}
