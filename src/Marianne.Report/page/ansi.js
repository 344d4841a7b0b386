// Shows the colors of a terminal, and everything else of an output as text.

import { h } from './dom.js';
import { lines } from './text.js';

const MOST_SPANS = 300;
const SEQUENCE = /\x1b\[([0-9;]*)m/g;

/** Returns the nodes of an output. After many changes of color, the rest has one color. */
export function output(text) {
  const nodes = [];
  const style = { fg: null, bg: null, bold: false, dim: false, italic: false, underline: false };
  let at = 0;
  for (const match of text.matchAll(SEQUENCE)) {
    push(nodes, text.slice(at, match.index), style);
    apply(style, match[1].split(';').map(Number));
    at = match.index + match[0].length;
    if (nodes.length >= MOST_SPANS)
      break;
  }
  push(nodes, text.slice(at).replace(SEQUENCE, ''), style);
  return nodes;
}

function push(nodes, text, style) {
  if (!text)
    return;
  const names = [
    typeof style.fg === 'number' && `fg${style.fg}`,
    typeof style.bg === 'number' && `bg${style.bg}`,
    ...['bold', 'dim', 'italic', 'underline'].filter(name => style[name]),
  ].filter(Boolean);
  if (!names.length && style.fg === null && style.bg === null) {
    nodes.push(lines(text));
    return;
  }
  const span = h('span', { class: names.join(' ') }, lines(text));
  if (typeof style.fg === 'string')
    span.style.color = style.fg;
  if (typeof style.bg === 'string')
    span.style.backgroundColor = style.bg;
  nodes.push(span);
}

function apply(style, codes) {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0)
      Object.assign(style, { fg: null, bg: null, bold: false, dim: false, italic: false, underline: false });
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 22) style.bold = style.dim = false;
    else if (code === 23) style.italic = false;
    else if (code === 24) style.underline = false;
    else if (code >= 30 && code <= 37) style.fg = code - 30;
    else if (code >= 90 && code <= 97) style.fg = code - 82;
    else if (code === 39) style.fg = null;
    else if (code >= 40 && code <= 47) style.bg = code - 40;
    else if (code >= 100 && code <= 107) style.bg = code - 92;
    else if (code === 49) style.bg = null;
    else if (code === 38 || code === 48) {
      const [color, length] = extended(codes.slice(i + 1));
      style[code === 38 ? 'fg' : 'bg'] = color;
      i += length;
    }
  }
}

function extended([kind, a, b, c]) {
  if (kind === 2)
    return [`rgb(${a & 255}, ${b & 255}, ${c & 255})`, 4];
  if (kind !== 5)
    return [null, 1];
  if (a < 16)
    return [a, 2];
  if (a >= 232)
    return [`rgb(${Array(3).fill(8 + (a - 232) * 10).join(', ')})`, 2];
  const level = step => step ? 55 + step * 40 : 0;
  const cube = a - 16;
  return [`rgb(${level(Math.floor(cube / 36))}, ${level(Math.floor(cube / 6) % 6)}, ${level(cube % 6)})`, 2];
}
