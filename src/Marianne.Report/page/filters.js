// The search and the filters, which the timeline and the table share.

import { h } from './dom.js';
import { get, set } from './state.js';
import { line, status } from './text.js';

/** Creates the controls for the sheets of a job. */
export function filters(job) {
  const valuesOf = name => [...new Set(job.columns[name] ?? [])].filter(Boolean);
  const codes = [...new Set([...valuesOf('error_code'), ...valuesOf('codes').flatMap(several => several.split(' '))])].sort();
  const instruments = valuesOf('instrument').sort();
  const statuses = valuesOf('status').sort();
  let timer = 0;
  return h('span', { class: 'filters', role: 'search' },
    h('input', {
      type: 'search', id: 'search', placeholder: 'Search names, errors, outputs', 'aria-label': 'Search names, errors and outputs',
      value: get('q'), autocomplete: 'off', oninput: event => {
        clearTimeout(timer);
        timer = setTimeout(() => set({ q: event.target.value, shut: '' }), 80);
      },
    }),
    h('button', { type: 'button', class: 'unfold', 'aria-expanded': 'false', onclick: unfold }, 'Filters'),
    h('span', { class: 'more' },
      choice('status', 'All statuses', statuses, name => status(name)[1]),
      codes.length > 0 && choice('code', 'All errors', codes, line),
      instruments.length > 1 && choice('instrument', 'All instruments', instruments, line)));
}

/** Shows or hides what is folded on a narrow screen: the filters and the key. */
function unfold(event) {
  const isOpen = event.target.closest('.view').classList.toggle('unfolded');
  event.target.setAttribute('aria-expanded', isOpen);
}

function choice(key, all, values, show) {
  return h('select', { 'aria-label': all.replace('All', 'Filter by').replace('statuses', 'status').replace('errors', 'error').replace('instruments', 'instrument'),
    onchange: event => set({ [key]: event.target.value, shut: '' }) },
  h('option', { value: '' }, all), values.map(value => h('option', { value, selected: get(key) === value }, show(value))));
}
