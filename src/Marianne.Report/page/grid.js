// A table of any length: only the rows on the screen exist. Rows are reached with the arrow keys.

import { h, put } from './dom.js';

export const ROW = 30;
const EXTRA = 4;

/**
 * Creates a grid.
 * columns: [{ title, class, sort }], cells(row): the contents of the cells, open(row): what Enter and a click do. A row with a level is in a
 * tree: one that has isOpen is opened and closed by open(row), and by the arrow keys to the sides. Rows for which isReused is true are shown
 * by writer(): { cells, write(row) }, so that the elements of a row that leaves the screen show another one.
 */
export function grid({ label, columns, cells, open, rowClass = () => '', onScroll = () => {}, head = column => column.title, isReused = () => false, writer }) {
  const before = h('tr', { role: 'presentation', class: 'spacer' });
  const after = h('tr', { role: 'presentation', class: 'spacer' });
  const body = h('tbody', null, before, after);
  const heads = h('tr', { 'aria-rowindex': 1 });
  const table = h('table', { role: 'grid', 'aria-label': label, class: columns.some(column => column.class === 'time') ? 'grid timed' : 'grid' },
    h('colgroup', null, columns.map(column => h('col', { class: column.class }))),
    h('thead', null, heads), body);
  const box = h('div', { class: 'scroll', role: 'region', 'aria-label': `${label}, scrolls` }, table);
  const empty = h('p', { class: 'empty', hidden: true }, 'No sheet matches. Change the search or the filters.');
  let rows = [];
  let isTree = false;
  let active = 0;
  let first = 0;
  let last = 0;
  let shown = new Map();
  let [scrolled, height] = [0, Math.max(340, window.innerHeight - 220)]; // Until it is laid out. Asking for them would lay it out twice.

  box.addEventListener('scroll', () => {
    scrolled = box.scrollTop;
    render();
    onScroll();
  }, { passive: true });
  new ResizeObserver(() => {
    [scrolled, height] = [box.scrollTop, box.clientHeight];
    render();
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
    scrolled = box.scrollTop;
    render(true);
    if (focuses)
      body.querySelector(`tr[data-index="${index}"]`)?.focus({ preventScroll: true });
  }

  function render(always = false) {
    const top = Math.min(scrolled, Math.max(0, (rows.length + 1) * ROW - height));
    const [low, high] = [Math.floor(top / ROW), Math.ceil((top + height) / ROW)];
    if (!always && low >= first && Math.min(high, rows.length) <= last)
      return;
    const focused = body.contains(document.activeElement) ? active : -1;
    [first, last] = [Math.max(0, low - EXTRA), Math.min(rows.length, high + EXTRA)];
    before.style.height = `${first * ROW}px`;
    after.style.height = `${(rows.length - last) * ROW}px`;
    place();
    if (focused >= 0)
      (body.querySelector(`tr[data-index="${focused}"]`) ?? body.querySelector('tr[tabindex="0"]'))?.focus({ preventScroll: true });
  }

  /** Shows the rows from first to last, with the elements of those that are not shown any more. */
  function place() {
    const kept = new Map();
    const free = [];
    for (const [index, entry] of shown) {
      if (index >= first && index < last && entry.row === rows[index])
        kept.set(index, entry);
      else if (entry.write && entry.element !== document.activeElement)
        free.push(entry);
    }
    const stays = new Set([after, ...[...kept.values()].map(entry => entry.element)]);
    const tabbed = active >= first && active < last ? active : first;
    const next = new Map();
    let at = before.nextSibling;
    for (let index = first; index < last; index++) {
      const entry = kept.get(index) ?? (isReused(rows[index]) && free.shift() || create(rows[index]));
      const { element } = entry;
      next.set(index, entry);
      describe(entry, index, index === tabbed);
      while (element.parentNode && at !== element && !stays.has(at))
        at = at.nextSibling;
      if (at === element)
        at = at.nextSibling;
      else
        body.insertBefore(element, at);
    }
    const elements = new Set([before, after, ...[...next.values()].map(entry => entry.element)]);
    for (const child of [...body.children].filter(one => !elements.has(one)))
      child.remove();
    shown = next;
  }

  function create(row) {
    const { cells: contents, write } = isReused(row) ? writer() : { cells: cells(row) };
    return { element: h('tr', null, contents.map((cell, column) => h('td', { class: columns[column].class }, cell))), write, row: write ? null : row };
  }

  function describe(entry, index, isTabbed) {
    const { element } = entry;
    const row = rows[index];
    if (entry.row !== row)
      entry.write(row);
    entry.row = row;
    const attributes = {
      'data-index': index, 'aria-rowindex': index + 2, tabindex: isTabbed ? 0 : -1, class: rowClass(row) || null,
      'aria-level': isTree ? row.level : null, 'aria-expanded': row.isOpen == null ? null : String(row.isOpen),
    };
    for (const [name, value] of Object.entries(attributes)) {
      if (value == null)
        element.removeAttribute(name);
      else if (element.getAttribute(name) !== String(value))
        element.setAttribute(name, value);
    }
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
    visible: () => ({ rows, top: scrolled, from: first, to: last }),
    indexAt: indexOf,
  };
}
