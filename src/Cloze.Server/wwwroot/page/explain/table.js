// Plain tables: they scroll on their own where the screen is narrow.
import { h } from '../dom.js';

/** A table with a caption for those who do not see it; columns may be marked as numbers by a leading '#'. */
export function table(caption, columns, rows) {
  const names = columns.map(column => column.replace(/^#/, ''));
  const kind = index => columns[index].startsWith('#') ? 'number' : null;
  return h('div', { className: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, h('table', {},
    h('caption', { className: 'unseen' }, caption),
    h('thead', {}, h('tr', {}, names.map((name, index) => h('th', { scope: 'col', className: kind(index) }, name)))),
    h('tbody', {}, rows.map(({ cells, className }) => h('tr', { className },
      cells.map((value, index) => h('td', { className: kind(index) }, value)))))));
}
