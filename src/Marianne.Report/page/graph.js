// The dependencies, in layers from left to right. A large graph shows how its layers ended.

import { h, svg } from './dom.js';
import { set } from './state.js';
import { line, plural, status } from './text.js';

const MOST = 120;
const [WIDTH, HEIGHT, GAP_X, GAP_Y] = [204, 34, 64, 12];

export const hasGraph = job => job.sheets.some(sheet => sheet.depends_on?.length);

export function graph(job) {
  const layers = layersOf(job.sheets);
  const isSmall = job.sheets.length <= MOST;
  return {
    element: h('section', { class: 'view', 'aria-labelledby': 'graph-title' },
      h('h2', { id: 'graph-title' }, 'Graph'),
      h('p', { class: 'lead' }, `${plural(layers.length, 'layer')}: a sheet starts when those that lead to it are done.`),
      h('div', { class: 'flow panel', tabindex: 0, role: 'region', 'aria-label': 'Dependencies' }, isSmall ? drawing(job, layers) : overview(layers)),
      !isSmall && h('p', { class: 'muted' }, `Single sheets are drawn up to ${MOST}. Open a sheet to see which it runs after.`)),
    update() {},
    draw() {},
  };
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

function drawing(job, layers) {
  const place = new Map();
  const tallest = Math.max(...layers.map(layer => layer.length));
  layers.forEach((layer, x) => layer.forEach((sheet, y) => place.set(sheet.number, {
    x: x * (WIDTH + GAP_X) + 2, y: (y + (tallest - layer.length) / 2) * (HEIGHT + GAP_Y) + 2,
  })));
  const width = layers.length * (WIDTH + GAP_X) - GAP_X + 4;
  const height = tallest * (HEIGHT + GAP_Y) - GAP_Y + 4;
  const edges = job.sheets.flatMap(sheet => (sheet.depends_on ?? []).filter(number => place.has(number)).map(number => [number, sheet]));
  const critical = job.critical_path ?? [];
  return svg('svg', { class: 'graph', width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Sheets and what they run after' },
    edges.map(([from, sheet]) => {
      const [a, b] = [place.get(from), place.get(sheet.number)];
      const isCritical = critical.some((number, index) => number === from && critical[index + 1] === sheet.number);
      const middle = (a.x + WIDTH + b.x) / 2;
      return svg('path', { class: isCritical ? 'edge critical' : 'edge',
        d: `M${a.x + WIDTH} ${a.y + HEIGHT / 2}C${middle} ${a.y + HEIGHT / 2} ${middle} ${b.y + HEIGHT / 2} ${b.x} ${b.y + HEIGHT / 2}` });
    }),
    job.sheets.map(sheet => nodeOf(sheet, place.get(sheet.number))));
}

function nodeOf(sheet, place) {
  const [shape, words] = status(sheet.status);
  const open = () => set({ sheet: sheet.number, attempt: '' }, true);
  const name = line(sheet.title);
  const letters = [...name];
  const short = letters.length > 23 ? `${letters.slice(0, 7).join('')}\u2026${letters.slice(-15).join('')}` : name;
  return svg('g', {
    class: `node ${shape}`, transform: `translate(${place.x} ${place.y})`, tabindex: 0, role: 'button',
    'aria-label': `${sheet.number} ${short}: ${name}, ${words}${sheet.depends_on?.length ? `, runs after ${sheet.depends_on.join(', ')}` : ''}`,
    onclick: open, onkeydown: event => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        open();
      }
    },
  }, svg('rect', { width: WIDTH, height: HEIGHT, rx: 6 }), svg('rect', { class: 'mark', width: 5, height: HEIGHT, rx: 2 }),
  svg('text', { x: 14, y: 21 }, `${sheet.number} ${short}`), svg('title', null, `${name}: ${words}`));
}

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
