// What the job cost: over time, by sheet and by instrument.

import { h } from './dom.js';
import { chart, numbers } from './charts.js';
import { address } from './state.js';
import { clock, count, dollars, line, moment, source } from './text.js';
import { sheetLink } from './summary.js';

const POINTS = 500;

export function cost(job) {
  const paid = job.sheets.filter(sheet => sheet.cost > 0);
  const title = h('h2', { id: 'cost-title' }, 'Cost');
  if (!paid.length)
    return { element: h('section', { class: 'view', 'aria-labelledby': 'cost-title' }, title, h('p', { class: 'lead' }, 'No cost is known.')), update() {}, draw() {} };

  const ends = paid.filter(sheet => sheet.end != null).sort((one, other) => one.end - other.end);
  let sum = 0;
  let points = [[job.start, 0], ...ends.map(sheet => [sheet.end, sum += sheet.cost])];
  if (points.length > POINTS)
    points = points.filter((_, index) => index % Math.ceil(points.length / POINTS) === 0 || index === points.length - 1);
  const plot = chart({
    label: `Cost over time: ${dollars(job.totals.cost ?? 0)} at the end`,
    x: points.map(([time]) => time / 1000),
    series: [{ color: 'accent', kind: 'steps', values: points.map(([, value]) => value) }],
    isTime: true,
    showX: value => job.last - job.start > 172800000 ? moment(value * 1000) : clock(value * 1000).slice(0, 5),
    showY: dollars,
    limit: job.cost_limit,
  });
  const most = [...paid].sort((one, other) => other.cost - one.cost || one.number - other.number).slice(0, 12);
  return {
    element: h('section', { class: 'view', 'aria-labelledby': 'cost-title' }, title,
      h('p', { class: 'lead' }, `${dollars(job.totals.cost ?? 0)}, ${source(job.totals.cost_source)}`,
        job.cost_limit && ` \u2013 ${Math.round((job.totals.cost ?? 0) / job.cost_limit * 100)} % of the limit of ${dollars(job.cost_limit)}`, '.'),
      h('div', { class: 'panel' }, h('h3', null, 'Over time'), plot.element,
        numbers('The numbers', ['Time', 'Cost so far'], points.slice(-50).map(([time, value]) => [moment(time), dollars(value)]))),
      h('div', { class: 'columns' },
        h('div', { class: 'panel' }, h('h3', null, 'Sheets that cost most'), h('ol', { class: 'bars' }, most.map(sheet => barOf(sheetLink(sheet), sheet.cost, most[0].cost))),
          paid.length > most.length && h('p', null, h('a', { href: address({ view: 'table', sort: 'cost' }) }, `All ${count(paid.length)}`))),
        h('div', { class: 'panel' }, h('h3', null, 'By instrument'), byInstrument(paid)))),
    update() {},
    draw: plot.draw,
  };
}

function byInstrument(paid) {
  const sums = new Map();
  for (const sheet of paid) {
    const name = [sheet.instrument ?? sheet.kind ?? 'unknown', sheet.model].filter(Boolean).join(', ');
    sums.set(name, (sums.get(name) ?? 0) + sheet.cost);
  }
  const sorted = [...sums].sort(([, one], [, other]) => other - one).slice(0, 20);
  return h('ol', { class: 'bars' }, sorted.map(([name, value]) => barOf(h('bdi', { class: 't' }, line(name)), value, sorted[0][1])));
}

function barOf(label, value, most) {
  const bar = h('i', { 'aria-hidden': 'true' });
  bar.style.width = `${Math.max(1, value / most * 100)}%`;
  return h('li', null, h('span', { class: 'label' }, label), h('span', { class: 'amount' }, dollars(value)), bar);
}
