// Creates elements. Every text becomes a text node, so that no text of an agent can become markup.

const SVG = 'http://www.w3.org/2000/svg';

/** Creates an element. An attribute that is a function is a listener; null and false leave an attribute out. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Creates an element of a drawing. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Replaces the children of an element. */
export function put(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(child => child != null && child !== false));
  return element;
}

/** Creates a link to a web page, or only its text if the address is not one of http or https. */
export function link(address, text) {
  return /^https?:\/\/[^\s]+$/i.test(address)
    ? h('a', { href: address, rel: 'noreferrer noopener', target: '_blank' }, text)
    : document.createTextNode(text);
}

const ICONS = {
  done: 'M3 8.5 6.5 12 13 4.5',
  failed: 'M4 4l8 8M12 4l-8 8',
  waiting: 'M4 2h8M4 14h8M5 2c0 6 6 6 6 12M11 2c0 6-6 6-6 12',
  running: 'M5 3l8 5-8 5z',
  paused: 'M5.5 3v10M10.5 3v10',
  skipped: 'M3 8h10',
  pending: 'M8 4a4 4 0 1 0 .01 0z',
};

/** Creates the shape of a status. It says the same as the color, so that neither is needed alone. */
export function icon(name) {
  return svg('svg', { class: `icon ${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: ICONS[name] }));
}

/** Makes a shape that of another status. */
export function setIcon(element, name) {
  element.setAttribute('class', `icon ${name}`);
  element.firstChild.setAttribute('d', ICONS[name]);
}

/** Creates an element with a text that can be replaced: { element, write(text) }. */
export function written(tag, attributes) {
  const text = document.createTextNode('');
  return { element: h(tag, attributes, text), write: value => text.data === value || (text.data = value) };
}

const TAIL = 10;

/**
 * Creates a name that can be replaced. Where it has no room, its middle is left out, because what tells items apart is often at the end.
 * Of a path, the beginning is left out instead.
 */
export function writtenName() {
  const [start, end] = [written('span', { class: 'start' }), written('span', { class: 'end' })];
  const element = h('bdi', { class: 't' }, start.element, end.element);
  return { element, write(text) {
    const letters = [...text];
    const isPath = /^[^[\]]*[/\\][^[\]]*$/.test(text);
    const most = isPath ? 0 : letters.length > TAIL + 4 ? letters.length - TAIL : letters.length;
    element.classList.toggle('path', isPath);
    start.write(letters.slice(0, most).join(''));
    end.write(letters.slice(most).join(''));
    element.classList.toggle('long', most > 0 && most < letters.length);
    element.title = text;
  } };
}

/** Creates a name. */
export function nameOf(text) {
  const name = writtenName();
  name.write(text);
  return name.element;
}

/** Creates a box that scrolls sideways. While there is more at a side, its edge is in shadow. */
export function sideways(label, content, look = '') {
  const box = h('div', { class: `flow ${look}`, tabindex: 0, role: 'region', 'aria-label': label }, content);
  const frame = h('div', { class: 'sideways' }, box);
  const mark = () => {
    frame.classList.toggle('before', box.scrollLeft > 1);
    frame.classList.toggle('after', box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  };
  box.addEventListener('scroll', mark, { passive: true });
  new ResizeObserver(mark).observe(box);
  return frame;
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function')
      element.addEventListener(name.slice(2), value);
    else if (value === true)
      element.setAttribute(name, '');
    else if (value != null && value !== false)
      element.setAttribute(name, value);
  }
  for (const child of children.flat(Infinity)) {
    if (child != null && child !== false)
      element.append(child);
  }
  return element;
}
