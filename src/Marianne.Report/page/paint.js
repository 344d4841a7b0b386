// What drawings share: their colors, which follow the scheme, and a canvas with sharp lines.

const NAMES = ['done', 'failed', 'waiting', 'running', 'paused', 'skipped', 'text', 'muted', 'line', 'paper', 'accent'];
let known = null;
let patterns = new Map();

/** Returns the colors of the current scheme. */
export function colors() {
  if (known)
    return known;
  const probe = document.body.appendChild(document.createElement('i'));
  known = {};
  for (const name of NAMES) {
    probe.style.color = `var(--${name})`;
    known[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return known;
}

/** Forgets the colors, because the scheme changed. */
export function forgetColors() {
  known = null;
  patterns = new Map();
}

/** Clears a canvas of a size, and returns its context in pixels of the page. */
export function context(canvas, width, height) {
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const g = canvas.getContext('2d');
  g.setTransform(scale, 0, 0, scale, 0, 0);
  g.clearRect(0, 0, width, height);
  return g;
}

/** Returns a pattern of slanted lines: waits are told from work without color, too. */
export function hatch(g, color) {
  if (!patterns.has(color)) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 6;
    const t = tile.getContext('2d');
    t.strokeStyle = color;
    t.lineWidth = 1.5;
    t.beginPath();
    t.moveTo(-1, 7);
    t.lineTo(7, -1);
    t.stroke();
    patterns.set(color, g.createPattern(tile, 'repeat'));
  }
  return patterns.get(color);
}
