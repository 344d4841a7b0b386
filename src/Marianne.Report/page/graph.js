// The dependencies, in layers from left to right. A large graph shows how its layers ended.

import { h, sideways, svg } from './dom.js';
import { countsOf, parentsOf } from './items.js';
import { set } from './state.js';
import { line, plural, status } from './text.js';

const MOST = 120;
const [WIDTH, HEIGHT, GAP_X, GAP_Y] = [204, 34, 64, 12];

export const hasGraph = job => job.sheets.some(sheet => sheet.depends_on?.length);

export function graph(job) {
  const nodes = nodesOf(job);
  const layers = layersOf(nodes);
  const isSmall = nodes.length <= MOST;
  return {
    element: h('section', { class: 'view', 'aria-labelledby': 'graph-title' },
      h('h2', { id: 'graph-title' }, 'Graph'),
      h('p', { class: 'lead' }, `${plural(layers.length, 'layer')}: a sheet starts when those that lead to it are done.`),
      sideways('Dependencies', isSmall ? drawing(job, nodes, layers) : overview(layers), 'panel'),
      !isSmall && h('p', { class: 'muted' }, `Single sheets are drawn up to ${MOST}. Open a sheet to see which it runs after.`)),
    update() {},
    draw() {},
  };
}

/** Returns what is drawn: the sheets, of which one with items is a single node. */
function nodesOf(job) {
  const groups = new Map(parentsOf(job).map(group => [group.number, group]));
  const nodeOf = number => {
    const parent = job.byNumber.get(number)?.parent;
    return parent == null ? number : parent;
  };
  const others = sheet => [...new Set((sheet.depends_on ?? []).map(nodeOf))].filter(number => number !== sheet.number);
  const nodes = job.sheets.filter(sheet => sheet.parent == null).map(sheet => ({
    number: sheet.number, title: sheet.title, status: sheet.status, depends_on: others(sheet), group: groups.get(sheet.number),
  }));
  const own = groups.get(0);
  return own ? [{ number: 0, title: own.title, status: own.status, depends_on: [], group: own }, ...nodes] : nodes;
}

function layersOf(sheets) {
  const level = new Map();
  const byNumber = new Map(sheets.map(sheet => [sheet.number, sheet]));
  const waiting = new Map(sheets.map(sheet => [sheet.number, (sheet.depends_on ?? []).filter(number => byNumber.has(number)).length]));
  const next = new Map();
  for (const sheet of sheets)
    for (const number of sheet.depends_on ?? [])
      next.set(number, [...next.get(number) ?? [], sheet.number]);
  const ready = sheets.filter(sheet => waiting.get(sheet.number) === 0).map(sheet => sheet.number);
  for (const number of ready)
    level.set(number, 0);
  for (let i = 0; i < ready.length; i++) {
    for (const number of next.get(ready[i]) ?? []) {
      level.set(number, Math.max(level.get(number) ?? 0, level.get(ready[i]) + 1));
      waiting.set(number, waiting.get(number) - 1);
      if (waiting.get(number) === 0)
        ready.push(number);
    }
  }
  const layers = [];
  for (const number of ready)
    (layers[level.get(number)] ??= []).push(byNumber.get(number));
  return layers.filter(Boolean);
}

function drawing(job, nodes, layers) {
  const place = new Map();
  const tallest = Math.max(...layers.map(layer => layer.length));
  layers.forEach((layer, x) => layer.forEach((sheet, y) => place.set(sheet.number, {
    x: x * (WIDTH + GAP_X) + 2, y: (y + (tallest - layer.length) / 2) * (HEIGHT + GAP_Y) + 2,
  })));
  const width = layers.length * (WIDTH + GAP_X) - GAP_X + 4;
  const height = tallest * (HEIGHT + GAP_Y) - GAP_Y + 4;
  const edges = nodes.flatMap(sheet => sheet.depends_on.filter(number => place.has(number)).map(number => [number, sheet]));
  const critical = (job.critical_path ?? []).map(number => job.byNumber.get(number)?.parent ?? number).filter((number, index, all) => number !== all[index - 1]);
  return svg('svg', { class: 'graph', width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Sheets and what they run after' },
    edges.map(([from, sheet]) => {
      const [a, b] = [place.get(from), place.get(sheet.number)];
      const isCritical = critical.some((number, index) => number === from && critical[index + 1] === sheet.number);
      const middle = (a.x + WIDTH + b.x) / 2;
      return svg('path', { class: isCritical ? 'edge critical' : 'edge',
        d: `M${a.x + WIDTH} ${a.y + HEIGHT / 2}C${middle} ${a.y + HEIGHT / 2} ${middle} ${b.y + HEIGHT / 2} ${b.x} ${b.y + HEIGHT / 2}` });
    }),
    nodes.filter(sheet => place.has(sheet.number)).map(sheet => nodeOf(sheet, place.get(sheet.number))));
}

function nodeOf(sheet, place) {
  const [shape, words] = status(sheet.status);
  const { group } = sheet;
  const open = () => sheet.number > 0 ? set({ sheet: sheet.number, attempt: '' }, true) : set({ view: 'timeline' }, true);
  const name = line(sheet.title);
  const letters = [...name];
  const short = letters.length > 23 ? `${letters.slice(0, 7).join('')}\u2026${letters.slice(-15).join('')}` : name;
  const label = `${sheet.number || ''} ${short}`.trim();
  const ended = group && `items: ${countsOf(group)}`;
  return svg('g', {
    class: `node ${shape}`, transform: `translate(${place.x} ${place.y})`, tabindex: 0, role: 'button',
    'aria-label': `${label}${group ? ` ${shorten(ended)}` : ''}: ${name}, ${words}${sheet.depends_on?.length ? `, runs after ${sheet.depends_on.join(', ')}` : ''}`,
    onclick: open, onkeydown: event => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        open();
      }
    },
  }, svg('rect', { width: WIDTH, height: HEIGHT, rx: 6 }), svg('rect', { class: 'mark', width: 5, height: HEIGHT, rx: 2 }),
  group && svg('rect', { class: 'stack', x: 4, y: HEIGHT, width: WIDTH - 8, height: 4, rx: 2 }),
  svg('text', { x: 14, y: group ? 15 : 21 }, label), group && svg('text', { class: 'size', x: 14, y: 28 }, ` ${shorten(ended)}`),
  svg('title', null, `${name}: ${words}${group ? `, ${ended}` : ''}`));
}

const shorten = text => text.length > 34 ? `${text.slice(0, 33)}\u2026` : text;

function overview(layers) {
  return h('table', { class: 'plain' },
    h('thead', null, h('tr', null, ['Layer', 'Sheets', 'How they ended'].map(head => h('th', { scope: 'col' }, head)))),
    h('tbody', null, layers.slice(0, 200).map((layer, index) => {
      const sums = {};
      for (const sheet of layer)
        sums[status(sheet.status)[1]] = (sums[status(sheet.status)[1]] ?? 0) + 1;
      return h('tr', null, h('td', null, index + 1), h('td', null, plural(layer.length, 'sheet')),
        h('td', null, Object.entries(sums).map(([name, number]) => `${number} ${name.toLowerCase()}`).join(', ')));
    })));
}
