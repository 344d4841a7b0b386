// Charts: uPlot with the colors of the page, each with its numbers as a table for those who cannot see it.

import { h, sideways } from './dom.js';
import { colors } from './paint.js';
import { duration } from './text.js';

/** The distances of ticks that people expect of durations, in seconds. */
export const DURATIONS = [0.01, 0.1, 1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800, 2592000];

/** Returns a duration for an axis, without zeros at its end. */
export const tick = seconds => duration(seconds).replace(/(\d \w+) 0+ \w+$/, '$1').replace(/\.0 s$/, ' s');

/**
 * Creates a chart. series: [{ label, color, kind, values }], x: numbers, marks: [{ x, label, color }], steps: the distances of ticks.
 */
export function chart({ label, x, series, isTime, showX, showY, marks = [], limit, steps, rangeX, spaceX = 90, headroom = 1.08, height = 220 }) {
  const host = h('div', { class: 'plot', role: 'img', 'aria-label': label });
  let plot = null;
  async function draw() {
    const { default: uPlot } = await import('uplot'); // It is in this file. Views without a chart do not start it.
    if (!host.isConnected || host.clientWidth === 0)
      return;
    plot?.destroy();
    const c = colors();
    const font = '12px system-ui, sans-serif';
    const axis = { stroke: c.muted, font, grid: { stroke: c.line, width: 1 }, ticks: { show: false } };
    plot = new uPlot({
      width: host.clientWidth,
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: Boolean(isTime), ...rangeX && { range: rangeX } }, y: { range: (_, low, high) => [Math.min(0, low), Math.max(high, limit ?? 0) * headroom || 1] } },
      axes: [
        { ...axis, size: 34, space: spaceX, values: showX && ((_, values) => values.map(showX)), ...steps?.x && { incrs: steps.x } },
        { ...axis, size: 92, values: (_, values) => values.map(showY), ...steps?.y && { incrs: steps.y } },
      ],
      series: [{}, ...series.map(one => ({
        stroke: c[one.color],
        width: 2,
        fill: one.kind === 'bars' ? c[one.color] : null,
        paths: one.kind === 'bars' ? uPlot.paths.bars({ size: [0.6, 60] }) : one.kind === 'steps' ? uPlot.paths.stepped({ align: 1 }) : null,
        points: { show: false },
      }))],
      hooks: { draw: [u => {
        if (limit != null)
          rule(u, c.failed, font, 'limit', null, u.valToPos(limit, 'y', true));
        for (const mark of marks)
          rule(u, c[mark.color], font, mark.label, u.valToPos(mark.x, 'x', true), null, mark.isHigh);
      }] },
    }, [x, ...series.map(one => one.values)], host);
  }
  new ResizeObserver(draw).observe(host);
  return { element: host, draw };
}

function rule(u, color, font, label, x, y, isHigh) {
  const { ctx: g, bbox } = u;
  const scale = window.devicePixelRatio || 1;
  g.save();
  g.strokeStyle = g.fillStyle = color;
  g.lineWidth = 1.5 * scale;
  g.setLineDash([5 * scale, 4 * scale]);
  g.beginPath();
  g.moveTo(x ?? bbox.left, y ?? bbox.top);
  g.lineTo(x ?? bbox.left + bbox.width, y ?? bbox.top + bbox.height);
  g.stroke();
  g.font = font.replace('12px', `${12 * scale}px`);
  const isRight = x != null && x > bbox.left + bbox.width * 0.7;
  g.textAlign = isRight ? 'right' : 'left';
  g.fillText(label, (x ?? bbox.left) + (isRight ? -6 : 6) * scale, (y ?? bbox.top + (isHigh ? 16 * scale : bbox.height - 2 * scale)) - 6 * scale);
  g.restore();
}

/** Creates the table with the numbers of a chart. */
export const numbers = (title, heads, rows) => h('details', { class: 'numbers' }, h('summary', null, title),
  sideways(title, h('table', { class: 'plain' },
    h('thead', null, h('tr', null, heads.map(head => h('th', { scope: 'col' }, head)))),
    h('tbody', null, rows.map(row => h('tr', null, row.map(cell => h('td', null, cell))))))));
