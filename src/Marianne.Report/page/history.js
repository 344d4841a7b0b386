// The execution history of a state machine: its tree of steps.

import { h, icon } from './dom.js';
import { grid } from './grid.js';
import { get, set } from './state.js';
import { count, duration, line, moment, plural, status } from './text.js';

export function historyView(data) {
  const children = new Set(data.steps.map(step => step.parent).filter(parent => parent != null));
  let timer = 0;
  const rows = grid({
    label: 'Steps',
    columns: [{ title: 'State', class: 'name' }, { title: 'Status', class: 'status' }, { title: 'Duration', class: 'count' },
      { title: 'Arc', class: 'kind wide' }, { title: 'Started', class: 'status wide' }, { title: 'Error', class: 'error wide' }],
    open: fold,
    cells(step) {
      const name = h('span', { class: 'sheet' }, h('span', { class: 'fold', 'aria-hidden': 'true' },
        children.has(step.index) ? folded().has(String(step.index)) ? '\u25b8' : '\u25be' : ''), icon(status(step.status)[0]),
      h('span', { class: 'unseen' }, `level ${step.depth} `), h('bdi', { class: 't' }, line(step.state)));
      name.style.paddingInlineStart = `${Math.min(step.depth - 1, 24) * 16}px`;
      return [name, status(step.status)[1], step.seconds == null ? '' : duration(step.seconds), line(step.arc),
        moment(step.started_at ? Date.parse(step.started_at) : null), h('bdi', { class: 't' }, line(step.error))];
    },
  });
  const folded = () => new Set(get('folded').split(',').filter(Boolean));

  function fold(step) {
    if (!children.has(step.index))
      return;
    const closed = folded();
    if (!closed.delete(String(step.index)))
      closed.add(String(step.index));
    set({ folded: [...closed].join(',') });
  }

  const failed = data.steps.filter(step => step.status === 'Failed').length;
  return {
    element: h('section', { class: 'view', 'aria-labelledby': 'history-title' },
      h('h2', { id: 'history-title', class: 'unseen' }, 'Steps'),
      h('p', { class: 'lead' }, `${plural(data.total_steps ?? 0, 'step')} in ${plural(data.paths ?? 0, 'path')}, ${failed ? `${count(failed)} failed` : 'none failed'}${
        data.seconds == null ? '' : `. It took ${duration(data.seconds)}`}.`,
      (data.total_steps ?? 0) > data.steps.length && ` ${count(data.steps.length)} are kept.`),
      h('div', { class: 'tools' }, h('span', { class: 'filters', role: 'search' }, h('input', {
        type: 'search', id: 'search', placeholder: 'Search states and errors', 'aria-label': 'Search states and errors', value: get('q'), autocomplete: 'off',
        oninput: event => {
          clearTimeout(timer);
          timer = setTimeout(() => set({ q: event.target.value }), 80);
        },
      }))), rows.element),
    update() {
      const words = get('q').toLowerCase();
      const closed = folded();
      const hidden = new Set();
      rows.show(data.steps.filter(step => {
        if (words)
          return `${step.state}\n${step.error ?? ''}\n${step.arc ?? ''}`.toLowerCase().includes(words);
        if (step.parent != null && (hidden.has(step.parent) || closed.has(String(step.parent))))
          hidden.add(step.index);
        return !hidden.has(step.index);
      }));
    },
    draw() {},
  };
}
