// The table of all sheets.

import { h, written } from './dom.js';
import { filters } from './filters.js';
import { grid } from './grid.js';
import { groupName, sheetCell } from './groups.js';
import { countsOf, errorsOf, rowsOf, toggle, unfold } from './items.js';
import { isCounted, select } from './model.js';
import { get, set } from './state.js';
import { count, dollars, duration, line, status } from './text.js';

export function table(job, open) {
  const total = h('p', { class: 'key', role: 'status' });
  const order = key => () => get('sort') === key ? get('dir') === 'up' ? 'ascending' : 'descending' : 'none';
  const columns = [
    { title: 'Sheet', class: 'name' },
    { title: 'Status', class: 'status wide' },
    { title: 'Attempts', class: 'count wide', sort: 'attempts' },
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
    cells: groupCells,
    isReused: row => row.sheet,
    writer,
  });

  const sums = one => [one.worked ? duration(one.worked) : '', one.waited ? duration(one.waited) : ''];

  function groupCells(row) {
    const { group } = row;
    return [groupName(row), group.number == null ? '' : countsOf(group), count(group.attempts), ...sums(group), group.hasCost ? dollars(group.cost) : '', '',
      h('bdi', { class: 't', title: line(group.sheet?.error) }, errorsOf(group) || line(group.sheet?.error))];
  }

  function writer() {
    const name = sheetCell();
    const texts = columns.slice(1).map(column => written(/error|kind/.test(column.class) ? 'bdi' : 'span', { class: /error|kind/.test(column.class) ? 't' : null }));
    return {
      cells: [name.element, ...texts.map(text => text.element)],
      write(row) {
        const { sheet } = row;
        name.write(row);
        [status(sheet.status)[1], count(sheet.tries), ...sums(sheet), sheet.cost_source ? dollars(sheet.cost) : '',
          line(sheet.instrument ?? sheet.kind), line(sheet.error)].forEach((text, index) => texts[index].write(text));
        texts.at(-1).element.title = line(sheet.error);
      },
    };
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
      const [some, all] = [found.filter(sheet => isCounted(job, sheet)).length, job.work.length];
      const shown = rowsOf(job, found, get('sort') ? 'none' : '');
      total.textContent = `${some === all ? '' : `${count(some)} of `}${count(all)} ${all === 1 ? 'sheet' : job.noun}${
        shown.some(row => row.group) ? ' \u00b7 the times of items are added up' : ''}`;
      rows.show(shown);
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
