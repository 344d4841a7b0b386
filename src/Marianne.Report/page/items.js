// Folds items under the sheets that they belong to: the rows of the timeline and the table.

import { addLazily, isCounted } from './model.js';
import { get, set } from './state.js';
import { count, dollars, duration, line, status } from './text.js';

/** The most items that are shown when nothing was chosen. With more, there is a line for each status instead. */
const FEW = 20;

/** The most items of a status that asks for attention that are shown when nothing was chosen. */
const SOME = 5;

const ORDER = ['Failed', 'Fermata', 'Waiting', 'RetryScheduled', 'InProgress', 'Dispatched', 'Cancelled', 'Ready', 'Pending', 'Completed', 'Skipped'];
const URGENT = new Set(ORDER.slice(0, 6));
const FILTERS = ['q', 'status', 'code', 'instrument', 'path'];
const REST = '-';

/** Indicates whether a reader looks for some of the sheets. What is found is not folded, unless the reader folds it. */
const isFiltered = () => FILTERS.some(name => get(name));

const listed = key => new Set(get(key).split('|').filter(Boolean));

/**
 * Returns the rows of sheets: { sheet, level } or { group, level, isOpen }. A group has the sums of its sheets.
 * kind: '' for items under their parents, 'item' for groups of names, 'status', or 'none'.
 */
export function rowsOf(job, sheets, kind) {
  const shut = listed('shut');
  const [folded, open] = [listed('folded'), listed('open')];
  const isFound = isFiltered();
  const isOpen = group => isFound ? !shut.has(group.key) : open.has(group.key) || group.opens && !folded.has(group.key);
  if (kind === 'none' || !kind && !job.itemsOf.size)
    return sheets.map(sheet => ({ sheet, level: 1 }));
  if (kind === 'status')
    return groupsBy(sheets.filter(sheet => isCounted(job, sheet)), sheet => sheet.status, name => ({ key: name, status: name, opens: true })).flatMap(group => under(group, 1));
  if (!job.itemsOf.size)
    return groupsBy(sheets, sheet => sheet.group ?? REST, (name, [first]) => ({
      key: name === REST ? REST : `g${first.number}`, title: name === REST ? 'Other sheets' : name, opens: true,
    })).flatMap(group => under(group, 1));

  const items = Map.groupBy(sheets.filter(sheet => sheet.parent != null), sheet => sheet.parent);
  const seen = new Set();
  return sheets.flatMap(sheet => {
    const number = sheet.parent ?? sheet.number;
    if (!items.has(number))
      return [{ sheet, level: 1 }];
    if (seen.has(number))
      return [];
    seen.add(number);
    return under(parentOf(job, number, items.get(number)), 1);
  });

  function under(group, level) {
    const row = { group, level, isOpen: isOpen(group) };
    if (!row.isOpen)
      return [row];
    if (group.number == null || isFound || !hasLines(group))
      return [row, ...group.sheets.map(sheet => ({ sheet, level: level + 1, isItem: group.isOfItems }))];
    return [row, ...linesOf(group).flatMap(lines => under(lines, level + 1))];
  }
}

/** Returns the sheets with items of a job, whatever a reader looks for. */
export const parentsOf = job => [...job.itemsOf].map(([number, sheets]) => parentOf(job, number, sheets));

/** Opens or closes a group. */
export function toggle(row) {
  const { key, opens } = row.group;
  if (isFiltered())
    return set({ shut: changed('shut', key, row.isOpen) });
  const opened = !row.isOpen;
  set({ open: changed('open', key, opened && !opens), folded: changed('folded', key, !opened && opens) });
}

/** Opens the groups in which a sheet is. */
export function unfold(job, sheet) {
  const parent = sheet.parent != null && parentOf(job, sheet.parent, job.itemsOf.get(sheet.parent));
  const groups = [{ key: sheet.status, opens: true }];
  if (parent)
    groups.push(parent, ...hasLines(parent) ? linesOf(parent).filter(one => one.status === sheet.status) : []);
  const [open, folded, shut] = [listed('open'), listed('folded'), listed('shut')];
  for (const { key, opens } of groups) {
    shut.delete(key);
    folded.delete(key);
    if (!opens)
      open.add(key);
  }
  set({ open: [...open].join('|'), folded: [...folded].join('|'), shut: [...shut].join('|') });
}

function changed(name, key, isIn) {
  const keys = listed(name);
  keys.delete(key);
  if (isIn)
    keys.add(key);
  return [...keys].join('|');
}

/** Many items that ended differently are in lines by status, so that the few that failed are not between the others. */
const hasLines = group => group.sheets.length > FEW && Object.keys(group.counts).length > 1;

function parentOf(job, number, sheets) {
  const isWhole = sheets.length === job.itemsOf.get(number).length;
  const known = isWhole && job.groups.get(number);
  if (known)
    return known;
  const sheet = job.byNumber.get(number);
  const group = groupOf(sheets, { key: String(number), number, isOfItems: true, sheet, title: sheet?.title ?? sheets[0].group ?? job.name });
  group.opens = group.hasBegun && (sheets.length <= FEW || hasLines(group));
  group.status = statusOf(group);
  if (isWhole)
    job.groups.set(number, group);
  return group;
}

function linesOf(group) {
  return group.lines ??= ORDER.filter(name => group.counts[name]).map(name => {
    const sheets = group.sheets.filter(sheet => sheet.status === name);
    return groupOf(sheets, { key: `${group.key}.${name}`, isOfItems: true, status: name, opens: URGENT.has(name) && sheets.length <= SOME });
  });
}

const groupsBy = (sheets, keyOf, create) => [...Map.groupBy(sheets, keyOf)].map(([key, some]) => groupOf(some, create(key, some)));

function groupOf(sheets, group) {
  const sum = key => sheets.reduce((total, sheet) => total + key(sheet), 0);
  const counts = {};
  for (const sheet of sheets)
    counts[sheet.status] = (counts[sheet.status] ?? 0) + 1;
  return addLazily({
    ...group, sheets, counts,
    attempts: sum(sheet => sheet.tries), worked: sum(sheet => sheet.worked), waited: sum(sheet => sheet.waited),
    cost: sum(sheet => sheet.cost), hasCost: sheets.some(sheet => sheet.cost_source),
    isCritical: sheets.some(sheet => sheet.isCritical),
    hasBegun: sheets.some(sheet => sheet.tries || sheet.since),
  }, {
    start: () => sheets.reduce((low, sheet) => sheet.start == null ? low : Math.min(low ?? Infinity, sheet.start), null),
  });
}

/** Returns how a parent is: its own status or, while its items run, that of the item that matters most. */
function statusOf({ sheet, counts }) {
  if (sheet && !['Pending', 'Ready'].includes(sheet.status))
    return sheet.status;
  const found = ['InProgress', 'Fermata', 'Waiting', 'RetryScheduled', 'Failed'].find(name => counts[name]);
  return found ?? (counts.Pending || counts.Ready ? 'Pending' : 'Completed');
}

/** Returns how the sheets of a group ended, such as 963 done, 37 failed. */
export const countsOf = ({ counts }) => ['Completed', ...ORDER.filter(name => name !== 'Completed')].filter(name => counts[name])
  .map(name => `${count(counts[name])} ${wordOf(name)}`).join(', ');

/** Returns the word for the sheets of a status. */
export const wordOf = name => name === 'Completed' ? 'done' : name === 'Fermata' ? 'to approve' : status(name)[1].toLowerCase();

/** Returns how many sheets of a group ended in the way that matters most, such as 37 failed of 1,000. */
export function worstOf({ counts, sheets }) {
  const name = ORDER.find(one => counts[one]);
  return `${count(counts[name])} ${wordOf(name)} of ${count(sheets.length)}`;
}

/** Returns what the sheets of a group took and cost. They work at the same time, so their sum is longer than the group took. */
export function sumsOf(group) {
  const times = [group.worked > 0 && `worked ${duration(group.worked)}`, group.waited > 0 && `waited ${duration(group.waited)}`].filter(Boolean);
  return [times.length > 0 && `${group.sheets.length > 1 ? 'added up: ' : ''}${times.join(', ')}`, group.hasCost && dollars(group.cost)]
    .filter(Boolean).join(' \u00b7 ');
}

/** Returns the errors of a group, the most frequent ones first. */
export function errorsOf(group) {
  const codes = Map.groupBy(group.sheets.filter(sheet => sheet.error_code && sheet.status !== 'Completed'), sheet => sheet.error_code);
  return [...codes].sort(([, one], [, other]) => other.length - one.length).slice(0, 4)
    .map(([code, sheets]) => `${count(sheets.length)} ${line(code)}`).join(', ');
}

/** Returns the times in which at least one sheet of a group worked, and those in which one waited: [from, to, ...], in order. */
export function spansOf(group) {
  if (group.spans)
    return group.spans;
  const [work, wait, failed] = [[], [], []];
  for (const sheet of group.sheets) {
    for (const { start, end, waited } of sheet.attempts) {
      work.push(start, end);
      if (waited > 0)
        wait.push(start - waited * 1000, start);
    }
    if (sheet.since)
      wait.push(sheet.since, Math.max(sheet.end, sheet.next ?? 0));
    if (sheet.status === 'Failed' && sheet.end != null)
      failed.push(sheet.end);
  }
  return group.spans = { work: cover(work), wait: cover(wait), failed: failed.sort((one, other) => one - other) };
}

/** Returns the times that spans cover: a time is covered while more of them have begun than ended. */
function cover(spans) {
  const starts = Float64Array.from(spans.filter((_, index) => index % 2 === 0)).sort();
  const ends = Float64Array.from(spans.filter((_, index) => index % 2 === 1)).sort();
  const covered = [];
  for (let next = 0, ended = 0; ended < ends.length; ended++) {
    if (next === ended)
      covered.push(starts[next]);
    while (next < starts.length && starts[next] <= ends[ended])
      next++;
    if (next === ended + 1)
      covered.push(ends[ended]);
  }
  return covered;
}
