// Several jobs of one name: this run against the median of the others.

import { h, sideways } from './dom.js';
import { chart, DURATIONS, tick } from './charts.js';
import { median } from './model.js';
import { address } from './state.js';
import { clock, count, date, dollars, duration, line, moment, status } from './text.js';

const MOST = 50;
const MEASURES = [
  ['Time', job => job.totals.elapsed_seconds ?? 0, duration],
  ['Waited, added up', job => job.totals.waited_seconds ?? 0, duration],
  ['Cost', job => job.totals.cost ?? 0, dollars],
  ['Failed attempts', job => job.totals.failed_attempts ?? 0, count],
];

/** Returns the jobs with the name of a job, the oldest first. */
export const runsOf = (job, jobs) => jobs.filter(other => other.name === job.name)
  .sort((one, other) => (one.started_at ?? one.created_at) < (other.started_at ?? other.created_at) ? -1 : 1).slice(-MOST);

export function trend(job, jobs) {
  const runs = runsOf(job, jobs);
  const others = runs.filter(run => run.id !== job.id);
  const charts = [];
  return {
    element: h('section', { class: 'view', 'aria-labelledby': 'trend-title' },
      h('h2', { id: 'trend-title' }, 'Trend'),
      h('p', { class: 'lead' }, `This run and ${count(others.length)} others of `, h('bdi', null, line(job.name)), '.'),
      h('div', { class: 'columns' }, MEASURES.map(([name, of, show]) => {
        const middle = median(others.map(of));
        const plot = chart({
          label: `${name} of ${runs.length} runs`, x: runs.map((_, index) => index + 1), height: 150,
          series: [{ color: 'accent', kind: 'bars', values: runs.map(of) }], showX: value => dayOf(runs, value - 1), showY: show === duration ? tick : show, headroom: 1.35,
          spaceX: 44, rangeX: [0.4, runs.length + 0.6], steps: { x: [1, 2, 5, 10, 20], ...show === duration && { y: DURATIONS }, ...show === count && { y: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000] } },
          marks: [{ x: runs.findIndex(run => run.id === job.id) + 1, label: 'this run', color: 'text', isHigh: true }],
        });
        charts.push(plot);
        return h('div', { class: 'panel' }, h('h3', null, name),
          h('p', null, h('b', null, show(of(job))), `, median of the others ${show(middle)}${compare(of(job), middle)}`), plot.element);
      })),
      sideways('Runs', h('table', { class: 'plain' },
        h('thead', null, h('tr', null, ['Run', 'Status', ...MEASURES.map(([name]) => name)].map(name => h('th', { scope: 'col' }, name)))),
        h('tbody', null, [...runs].reverse().map(run => h('tr', { class: run.id === job.id ? 'critical' : '' },
          h('td', null, h('a', { href: address({ job: run.id, view: 'summary', sheet: '', attempt: '' }) }, moment(Date.parse(run.started_at ?? run.created_at)))),
          h('td', null, status(run.status)[1]), MEASURES.map(([, of, show]) => h('td', null, show(of(run)))))))), 'panel')),
    update() {},
    draw: () => charts.forEach(one => one.draw()),
  };
}

/** Returns when a run began, for an axis: its day, or its time of the day if all runs are of one day. */
function dayOf(runs, index) {
  const times = runs.map(run => Date.parse(run.started_at ?? run.created_at));
  if (!(index in times))
    return '';
  return date(times[0]) === date(times.at(-1)) ? clock(times[index]).slice(0, 5) : date(times[index]).replace(/ \d+$/, '');
}

function compare(value, middle) {
  if (!middle || Math.abs(value / middle - 1) < 0.05)
    return '';
  return value > middle ? `: ${Math.round((value / middle - 1) * 100)} % more` : `: ${Math.round((1 - value / middle) * 100)} % less`;
}
