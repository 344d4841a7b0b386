// How a group of sheets looks: its cell, and its bar in the timeline.

import { h, icon, setIcon, written, writtenName } from './dom.js';
import { countsOf, spansOf, sumsOf, wordOf, worstOf } from './items.js';
import { hatch } from './paint.js';
import { address } from './state.js';
import { count, line, plural, status } from './text.js';

/** Creates the cell with the number and the name of a sheet: { element, write(row) }. Under its parent, an item is named by its key. */
export function sheetCell() {
  const shape = icon('pending');
  const [words, number, name] = [written('span', { class: 'unseen' }), written('span', { class: 'number' }), writtenName()];
  const element = h('span', null, shape, words.element, number.element, name.element);
  let last = null;
  return { element, write({ sheet, level, isItem }) {
    const [look, said] = status(sheet.status);
    if (look !== last)
      setIcon(shape, look);
    last = look;
    element.className = `sheet leaf level${level}`;
    words.write(`${said} `);
    number.write(String(sheet.number));
    name.write(line(isItem ? sheet.item_key : sheet.title));
  } };
}

/** Returns the cell with the name of a group, and how its sheets ended. */
export function groupName({ group, level, isOpen }) {
  const isLine = group.number == null && group.status;
  return h('span', { class: `sheet level${level}` },
    h('span', { class: 'fold', 'aria-hidden': 'true' }, isOpen ? '\u25be' : '\u25b8'),
    group.status && icon(status(group.status)[0]),
    isLine ? h('span', { class: 't' }, `${count(group.sheets.length)} ${wordOf(group.status)}`) : [
      group.sheet && h('a', { class: 'number', href: address({ sheet: group.number, attempt: '' }), tabindex: -1, title: 'Show this sheet' }, group.number),
      h('b', { class: 't' }, h('bdi', null, line(group.title))),
      h('span', { class: 'size' }, plural(group.sheets.length, group.number == null ? 'sheet' : 'item')),
    ]);
}

/** Says in words what the bar of a group shows. */
export const wordsOfGroup = group => [countsOf(group), sumsOf(group), group.isCritical && 'on the critical path'].filter(Boolean).join(' \u00b7 ');

/** Returns the longest of the texts about a group that has room above its bar. */
function labelOf(g, group, room) {
  const mark = group.isCritical ? '\u25c6 ' : '';
  const texts = [[countsOf(group), sumsOf(group)].filter(Boolean).join(' \u00b7 '), countsOf(group), worstOf(group)].map(text => mark + text);
  return texts.find(text => g.measureText(text).width <= room) ?? texts.at(-1);
}

/** Draws the times in which sheets of a group worked and waited, where some failed, and above it how many ended how. */
export function groupBar(g, c, group, y, place, xOf) {
  const { work, wait, failed } = spansOf(group);
  const [left, right] = [place.left - 8, place.left + place.width + 84];
  const rects = (spans, draw) => {
    let last = -Infinity;
    for (let i = 0; i < spans.length; i += 2) {
      const [from, to] = [Math.max(left, xOf(spans[i])), Math.min(right, xOf(spans[i + 1]))];
      if (from >= right)
        break;
      if (to < left || to - last < 0.5 && last >= from - 0.5)
        continue; // It is in a pixel that is drawn already.
      draw(from, Math.max(1, to - from));
      last = to;
    }
  };
  g.fillStyle = hatch(g, c.waiting);
  rects(wait, (x, width) => g.fillRect(x, y + 16, width, 10));
  g.fillStyle = c.done;
  rects(work, (x, width) => g.fillRect(x, y + 17, width, 6));
  g.fillStyle = c.failed;
  rects(failed.flatMap(time => [time, time]), x => g.fillRect(x - 1, y + 15, 2.5, 12));

  g.font = `${group.isCritical ? '600 ' : ''}11.5px system-ui, sans-serif`;
  const words = labelOf(g, group, right - 12 - place.left);
  g.fillStyle = group.isCritical ? c.text : c.muted;
  g.fillText(words, Math.max(place.left, Math.min(group.start == null ? place.left : xOf(group.start), right - 12 - g.measureText(words).width)), y + 12);
}
