// One sheet with its attempts, at the side of the page.

import { h, icon, link, put } from './dom.js';
import { output } from './ansi.js';
import { countsOf, parentsOf, sumsOf, wordOf } from './items.js';
import { address } from './state.js';
import { sheetLink } from './summary.js';
import { clock, count, dollars, duration, line, lines, moment, plural, source, status } from './text.js';

const MOST = 20;
const ADDRESS = /https?:\/\/[^\s"'<>`)\]}\u0000-\u001f]+/g;

/** Fills the panel with a sheet, and with its attempts once these have been read. */
export function detail(panel, job, sheet, attempt, close) {
  const isRead = job.attempts && job.details;
  const title = h('h2', { tabindex: -1 }, h('span', { class: 'number' }, `Sheet ${sheet.number}`), ' ', h('bdi', null, line(sheet.title)));
  put(panel, h('header', null, title, h('button', { type: 'button', class: 'close', 'aria-label': 'Close', onclick: close }, '\u00d7')),
    h('p', null, icon(status(sheet.status)[0]), ' ', h('b', null, status(sheet.status)[1])),
    sheet.error && h('p', { class: 'message' }, ...withLinks(sheet.error)),
    sheet.since && h('p', null, `Waits since ${moment(sheet.since)}${sheet.next ? `, tries again at ${moment(sheet.next)}` : ''}.`),
    sheet.tries > 0 && [h('h3', null, plural(sheet.tries, 'attempt')),
      isRead && sheet.attempts.map(one => attemptOf(one, attempt ? String(one.number) === attempt : one === sheet.attempts.at(-1)))],
    isRead && sheet.validations.length > 0 && [h('h3', null, 'Validations'), h('ul', { class: 'checks' }, sheet.validations.map(check =>
      h('li', null, icon(check.passed ? 'done' : 'failed'), h('span', { class: 'unseen' }, check.passed ? 'Passed: ' : 'Failed: '),
        ' ', h('bdi', null, line([check.rule, check.text].filter(Boolean).join(' '))),
        check.error && h('span', { class: 'muted' }, ` ${line(check.error)}`))))],
    itemsOf(job, sheet),
    !sheet.tries && !job.itemsOf.has(sheet.number) && h('p', { class: 'muted' }, 'No attempt.'),
    facts(job, sheet));
  return title;
}

/** Returns the items of a sheet: how many ended how, and links to those that need attention. */
function itemsOf(job, sheet) {
  const group = parentsOf(job).find(one => one.number === sheet.number);
  if (!group)
    return null;
  const urgent = group.sheets.filter(one => !['Completed', 'Skipped', 'Pending', 'Ready'].includes(one.status));
  return [
    h('h3', null, plural(group.sheets.length, 'item')), h('p', null, countsOf(group)), sumsOf(group) && h('p', { class: 'muted' }, sumsOf(group)),
    urgent.length > 0 && h('ul', { class: 'checks' }, urgent.slice(0, MOST).map(one => h('li', null, icon(status(one.status)[0]), ' ', sheetLink(one)))),
    urgent.length > MOST && h('p', null, h('a', { href: address({ view: 'table', status: urgent[0].status, sheet: '', attempt: '' }) },
      `All ${count(group.counts[urgent[0].status])} ${wordOf(urgent[0].status)}`)),
  ];
}

function facts(job, sheet) {
  const parent = job.byNumber.get(sheet.parent);
  const tokens = sheet.input_tokens || sheet.output_tokens;
  return h('dl', { class: 'facts' }, [
    ['Worked', duration(sheet.worked)],
    ['Waited', duration(sheet.waited)],
    sheet.cost_source && ['Cost', `${dollars(sheet.cost)}, ${source(sheet.cost_source)}`],
    tokens && ['Tokens', `${count(sheet.input_tokens ?? 0)} in, ${count(sheet.output_tokens ?? 0)} out`],
    sheet.instrument && ['Instrument', line([sheet.instrument, sheet.model].filter(Boolean).join(', '))],
    parent && ['Item of', sheetLink(parent)],
    sheet.depends_on?.length > 0 && ['Runs after', numbersOf(sheet.depends_on)],
    sheet.isCritical && ['Critical path', 'yes: the job would have ended earlier without it'],
  ].filter(Boolean).map(([name, value]) => [h('dt', null, name), h('dd', null, value)]));
}

function numbersOf(numbers) {
  const rest = numbers.length - MOST;
  return `sheet ${numbers.slice(0, MOST).join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
}

function attemptOf(attempt, isOpen) {
  const [shape, words] = status(attempt.outcome);
  return h('details', { open: isOpen, class: 'attempt' },
    h('summary', null, icon(shape), ` Attempt ${attempt.number} \u00b7 ${words}`,
      attempt.error_code && ` (${attempt.error_code})`, attempt.exit_code != null && `, exit code ${attempt.exit_code}`,
      h('span', { class: 'muted' }, `${clock(attempt.start)} \u00b7 ${duration((attempt.end - attempt.start) / 1000)}`)),
    attempt.waited > 0 && h('p', { class: 'muted' }, icon('waiting'), ` Waited ${duration(attempt.waited)} before.`),
    attempt.output && [
      h('h4', null, 'Output', attempt.output_cut > 0 && h('span', { class: 'muted' }, ` the last ${count(attempt.output.length)} of ${
        count(attempt.output.length + attempt.output_cut)} characters`)),
      h('pre', { class: 'output', tabindex: 0, dir: 'auto' }, output(attempt.output)),
    ],
    attempt.prompt && [h('h4', null, 'Prompt'), h('pre', { tabindex: 0, dir: 'auto' }, ...withLinks(attempt.prompt))],
    !attempt.prompt && !attempt.output && h('p', { class: 'muted' }, 'The report has no texts of this attempt. Export it with -IncludeOutput All.'));
}

/** Returns a text in which addresses of web pages are links. */
function withLinks(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    if (nodes.length > 100)
      break;
    nodes.push(lines(text.slice(at, match.index).replace(/\x1b\[[0-9;]*m/g, '')), link(match[0], match[0]));
    at = match.index + match[0].length;
  }
  nodes.push(lines(text.slice(at).replace(/\x1b\[[0-9;]*m/g, '')));
  return nodes;
}
