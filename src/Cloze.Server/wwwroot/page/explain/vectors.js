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

/** Vectors below each other on one scale; the strongest cell is the largest value of all. */
export function vectorList(vectors, signs = []) {
  const sorted = vectors.flatMap(vector => vector.first.map(Math.abs)).sort((a, b) => a - b);
  const largest = sorted[Math.floor(sorted.length * 0.99)] || 1;
  return h('ul', { className: 'vectors' },
    vectors.map((vector, index) => vectorRow(vector, signs[index] ?? '', largest)));
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
