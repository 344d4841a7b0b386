// What the reader has chosen. It is kept in the address, so that a link shows the same, and a page that reloads itself stays.

const listeners = [];
let values = read();

window.addEventListener('hashchange', () => {
  const before = values;
  values = read();
  const changed = [...new Set([...Object.keys(before), ...Object.keys(values)])].filter(key => before[key] !== values[key]);
  if (changed.length)
    announce(changed);
});

/** Returns a choice, or its default. */
export const get = (key, otherwise = '') => values[key] ?? otherwise;

/** Returns the address of this page with other choices. */
export function address(changes) {
  const next = new URLSearchParams(Object.entries({ ...values, ...changes }).filter(([, value]) => value !== '' && value != null));
  return `#${next}`;
}

/** Changes choices. A choice that is empty or null is removed. */
export function set(changes, isStep = false) {
  const next = { ...values };
  for (const [key, value] of Object.entries(changes)) {
    if (value === '' || value == null)
      delete next[key];
    else
      next[key] = String(value);
  }
  const changed = Object.keys(changes).filter(key => values[key] !== next[key]);
  if (!changed.length)
    return;
  values = next;
  history[isStep ? 'pushState' : 'replaceState'](null, '', address({}));
  announce(changed);
}

/** Calls a function with the names of the choices that changed. */
export const onChange = listener => listeners.push(listener);

function announce(changed) {
  for (const listener of listeners)
    listener(changed);
}

function read() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}
