// The table of all sheets.

import { h } from './dom.js';
import { filters } from './filters.js';
import { grid } from './grid.js';
import { groupName, sheetName } from './groups.js';
import { countsOf, errorsOf, rowsOf, toggle, unfold } from './items.js';
import { select } from './model.js';
import { get, set } from './state.js';
import { count, dollars, duration, line, plural, status } from './text.js';

export function table(job, open) {
  const total = h('p', { class: 'key', role: 'status' });
  const order = key => () => get('sort') === key ? get('dir') === 'up' ? 'ascending' : 'descending' : 'none';
  const columns = [
    { title: 'Sheet', class: 'name' },
    { title: 'Status', class: 'status wide' },
    { title: 'Attempts', class: 'count', sort: 'attempts' },
    { title: 'Worked', class: 'count', sort: 'duration' },
    { title: 'Waited', class: 'count wide', sort: 'wait' },
    { title: 'Cost', class: 'count', sort: 'cost' },
    { title: 'Instrument', class: 'kind wide' },
    { title: 'Error', class: 'error wide' },
  ].map(column => ({ ...column, order: column.sort && order(column.sort) }));
  const rows = grid({
    label: 'Sheets',
    columns,
    open: row => row.group ? toggle(row) : open(row.sheet),
    rowClass: row => row.group ? 'group' : '',
    head: column => column.sort ? h('button', { type: 'button', class: 'sorts', onclick: () => sortBy(column.sort) },
      column.title, h('span', { 'aria-hidden': 'true' }, get('sort') === column.sort ? get('dir') === 'up' ? ' \u2191' : ' \u2193' : '')) : column.title,
    cells: row => row.group ? groupCells(row) : sheetCells(row),
  });

  const sums = one => [one.worked ? duration(one.worked) : '', one.waited ? duration(one.waited) : ''];

  function groupCells(row) {
    const { group } = row;
    return [groupName(row), group.number == null ? '' : countsOf(group), count(group.attempts), ...sums(group), group.hasCost ? dollars(group.cost) : '', '',
      h('bdi', { class: 't' }, errorsOf(group) || line(group.sheet?.error))];
  }

  function sheetCells(row) {
    const { sheet } = row;
    return [
      sheetName(row),
      status(sheet.status)[1],
      count(sheet.attempts.length),
      ...sums(sheet),
      sheet.cost_source ? dollars(sheet.cost) : '',
      h('bdi', { class: 't' }, line(sheet.instrument ?? sheet.kind)),
      h('bdi', { class: 't' }, line(sheet.error)),
    ];
  }

  function sortBy(key) {
    const isDown = get('sort') === key && get('dir') !== 'up';
    set({ sort: get('sort') === key && get('dir') === 'up' ? '' : key, dir: isDown ? 'up' : '' });
  }

  return {
    element: h('section', { class: 'view', 'aria-labelledby': 'table-title' },
      h('h2', { id: 'table-title' }, 'Sheets'), h('div', { class: 'tools' }, filters(job)), total, rows.element),
    update() {
      const found = select(job, get);
      total.textContent = found.length === job.sheets.length
        ? plural(found.length, 'sheet') : `${count(found.length)} of ${plural(job.sheets.length, 'sheet')}`;
      rows.show(rowsOf(job, found, get('sort') ? 'none' : ''));
    },
    draw() {},
    reveal(sheet) {
      const matches = row => row.sheet === sheet || row.group?.sheet === sheet;
      if (!rows.reveal(matches)) {
        unfold(job, sheet);
        rows.reveal(matches);
      }
    },
  };
}
