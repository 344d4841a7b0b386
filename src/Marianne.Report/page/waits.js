// What was waited for, and what would have been enough.

import { h, sideways } from './dom.js';
import { chart, DURATIONS, numbers, tick } from './charts.js';
import { median, rowsOf } from './model.js';
import { address } from './state.js';
import { count, duration, line, plural } from './text.js';

/** The most incidents of an error that are listed. */
const MOST = 50;

export function waits(job, errors) {
  const codes = new Map();
  const incidents = rowsOf(job.details.incidents, { sheet_number: 0, error_code: '', waited: 0, failed_tries: 0, too_short: 0, enough: null });
  for (const incident of incidents) {
    const code = codes.get(incident.error_code) ?? { code: incident.error_code, waited: 0, failed: 0, incidents: [] };
    code.waited += incident.waited;
    code.failed += incident.failed_tries;
    code.incidents.push(incident);
    codes.set(code.code, code);
  }
  const sorted = [...codes.values()].sort((one, other) => other.waited - one.waited);
  const charts = [];
  const current = job.sheets.filter(sheet => sheet.since);
  return {
    element: h('section', { class: 'view', 'aria-labelledby': 'waits-title' },
      h('h2', { id: 'waits-title' }, 'Waits'),
      h('p', { class: 'lead' }, sorted.length
        ? `The sheets waited for ${duration(job.totals.waited_seconds ?? 0)} in all, in ${plural(incidents.length, 'incident')}.`
        : 'No sheet waited.'),
      job.totals.waited_seconds > (job.totals.waiting_seconds ?? 0) && h('p', { class: 'muted' },
        `This is the sum of the waits of all sheets, some of which waited at the same time or while others ran. For ${duration(job.totals.waiting_seconds ?? 0)}, no sheet ran because of waits.`),
      current.length > 0 && h('p', null, `${plural(current.length, 'sheet')} ${current.length === 1 ? 'waits' : 'wait'} now: `,
        h('a', { href: address({ view: 'table', sort: 'wait' }) }, 'show them'), '.'),
      sorted.map(code => cardOf(code, errors.find(error => error.code === code.code), charts)),
      hoursOf(errors)),
    update() {},
    draw: () => charts.forEach(one => one.draw()),
  };
}

function cardOf(code, error, charts) {
  const enough = code.incidents.map(incident => incident.enough).filter(seconds => seconds != null);
  const longest = [...code.incidents].sort((one, other) => other.waited - one.waited).slice(0, MOST);
  const short = code.incidents.map(incident => incident.too_short);
  return h('div', { class: 'panel' },
    h('h3', null, code.code, error?.meaning && h('span', { class: 'muted' }, ` ${error.meaning}`)),
    h('dl', { class: 'facts' }, [
      ['Waited in all', duration(code.waited)],
      ['Incidents', count(code.incidents.length)],
      ['Attempts that came too early', count(code.failed)],
      enough.length && ['A wait that was enough', `${duration(median(enough))} median, ${duration(Math.max(...enough))} at most`],
      code.failed > 0 && ['A wait that was too short', `${duration(Math.max(...short))} at most`],
      error?.chosen_seconds != null && ['The next run waits', duration(error.chosen_seconds)],
    ].filter(Boolean).map(([name, value]) => [h('dt', null, name), h('dd', null, value)])),
    error?.why && h('p', { class: 'muted' }, `It ${line(error.why)}.`),
    curveOf(error, median(enough), charts),
    numbers(longest.length < code.incidents.length ? `The ${longest.length} longest of ${count(code.incidents.length)} incidents` : 'The incidents, the longest first', ['Sheet', 'Waited', 'Failed attempts', 'Too short', 'Enough'], longest.map(incident => [
      h('a', { href: address({ sheet: incident.sheet_number }) }, `Sheet ${incident.sheet_number}`),
      duration(incident.waited), count(incident.failed_tries),
      incident.too_short ? duration(incident.too_short) : '\u2013',
      incident.enough == null ? 'not yet' : duration(incident.enough),
    ])));
}

function curveOf(error, enough, charts) {
  if (!error?.curve?.length)
    return null;
  const points = [{ seconds: 0, recovered: 0 }, ...error.curve];
  const likely = points.find(point => point.recovered >= 0.95)?.seconds ?? points.at(-1).seconds;
  const farthest = 1.4 * Math.max(likely, error.chosen_seconds ?? 0, enough);
  const shown = points.filter(point => point.seconds <= farthest);
  if (points.length > shown.length)
    shown.push({ seconds: farthest, recovered: shown.at(-1).recovered });
  const plot = chart({
    label: `Share of ${error.samples ?? 0} known incidents of ${error.code} that had recovered after a time`,
    x: shown.map(point => point.seconds),
    series: [{ color: 'accent', kind: 'steps', values: shown.map(point => point.recovered * 100) }],
    showX: tick,
    showY: value => `${Math.round(value)} %`,
    steps: { x: DURATIONS },
    marks: [
      error.chosen_seconds != null && { x: error.chosen_seconds, label: `next wait ${duration(error.chosen_seconds)}`, color: 'waiting' },
      enough > 0 && { x: enough, label: `was enough ${duration(enough)}`, color: 'done' },
    ].filter(Boolean),
    height: 190,
  });
  charts.push(plot);
  return h('figure', null, h('figcaption', null, `Learned from ${plural(error.samples ?? 0, 'incident')} of all runs so far, not only of this one: how many had recovered after a time`), plot.element);
}

function hoursOf(errors) {
  const known = errors.filter(error => error.hours?.length);
  if (!known.length)
    return null;
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  return h('div', { class: 'panel' }, h('h3', null, 'Hours of the day in which an attempt after a wait succeeded'),
    sideways('Hours of the day', h('table', { class: 'heat' },
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Error'), hours.map(hour => h('th', { scope: 'col' }, hour)))),
      h('tbody', null, known.map(error => h('tr', null, h('th', { scope: 'row' }, error.code), hours.map(hour => {
        const at = error.hours.find(one => one.hour === hour);
        if (!at)
          return h('td', null);
        const share = at.successes / at.samples;
        const cell = h('td', { title: `${at.successes} of ${at.samples}` }, Math.round(share * 100));
        cell.style.setProperty('--share', share.toFixed(2));
        return cell;
      })))))),
    h('p', { class: 'muted' }, 'Percent of the attempts that succeeded, by local hour.'));
}
