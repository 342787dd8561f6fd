// A vector as a strip of cells, its length and its values.
import { canvas, cell } from '../canvas.js';
import { h } from '../dom.js';
import { fixed } from '../numbers.js';

function paint(values, largest) {
  return (context, width, height, palette) => {
    const size = width / values.length;
    values.forEach((value, index) =>
      cell(context, value / largest, palette, index * size, 0, size > 3 ? size - 0.5 : size, height));
  };
}

function readOut(strip, values, out) {
  strip.addEventListener('pointermove', event => {
    const index = Math.floor(event.offsetX / strip.clientWidth * values.length);
    if (index >= 0 && index < values.length) out.textContent = `value ${index}: ${fixed(values[index], 4)}`;
  });
  strip.addEventListener('pointerleave', () => { out.textContent = ''; });
}

function vectorRow({ name, first: values, norm }, sign, largest) {
  const beginning = values.slice(0, 4).map(value => fixed(value, 4)).join(', ');
  const out = h('span', { className: 'out' });
  const strip = canvas(`${name}: ${values.length} values, the first ${beginning}`, 'strip', paint(values, largest));
  readOut(strip, values, out);
  return h('li', {},
    h('span', { className: 'sign', 'aria-hidden': 'true' }, sign),
    h('span', { className: 'name' }, name), strip,
    h('span', { className: 'norm' }, h('span', { className: 'unit' }, 'length '), fixed(norm, 3)),
    h('span', { className: 'first' }, `${beginning}, \u2026 `, out));
}

/** The size that is painted strongest: what one value in a hundred surpasses. */
function strongest(values) {
  const sorted = values.map(Math.abs).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] || 1;
}

/** Vectors below each other, each on a scale of its own: the lengths beside them tell the sizes. */
export function vectorList(vectors, signs = []) {
  return h('ul', { className: 'vectors' },
    vectors.map((vector, index) => vectorRow(vector, signs[index] ?? '', strongest(vector.first))));
}

/** Chooses whose vectors are shown. */
export function rowChoice(answer, change, id) {
  const { tokens, row, masks } = answer.explanation;
  const chosen = new Set(masks.map(mask => mask.position));
  const select = h('select', { id, 'data-focus': id }, tokens.map(token => h('option', {
    value: token.position, selected: token.position === row,
  }, `${token.position}: ${token.input_piece}${chosen.has(token.position) ? ' (to be predicted)' : ''}`)));
  select.addEventListener('change', () => change({ row: Number(select.value) }));
  return h('p', { className: 'choice' }, h('label', { for: id }, 'Vectors of position'), select);
}
