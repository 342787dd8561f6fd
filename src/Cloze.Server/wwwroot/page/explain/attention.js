// Who looks at whom: the weights of one layer and head, as a line of tokens and as a square.
import { canvas, cell } from '../canvas.js';
import { h } from '../dom.js';
import { fixed } from '../numbers.js';
import { radios } from './radios.js';

const mean = heads => heads[0].map((_, index) => heads.reduce((sum, head) => sum + head[index], 0) / heads.length);

/** The square of all weights: row by row, a token's look at each. */
function square(weights, tokens, look) {
  const count = tokens.length;
  const element = canvas(`All ${count} by ${count} weights; the tokens beside say each in words`, 'square',
    (context, width, height, palette) => {
      const size = width / count;
      weights.forEach((weight, index) => cell(context, Math.sqrt(weight), palette,
        index % count * size, Math.floor(index / count) * size, Math.max(size - 1, 1), Math.max(size - 1, 1)));
    });
  element.addEventListener('pointermove', event => {
    const at = value => Math.min(count - 1, Math.max(0, Math.floor(value / element.clientWidth * count)));
    look(at(event.offsetY), at(event.offsetX));
  });
  return element;
}

/** A line of tokens; the one that is pointed at or focused looks, the others show how much it takes of them. */
function tokenLine(tokens, look) {
  const buttons = tokens.map((token, index) => h('button', {
    type: 'button', className: 'looker', 'data-focus': `look-${index}`,
    onpointerenter: () => look(index), onfocus: () => look(index), onclick: () => look(index),
  }, h('code', {}, token.input_piece), h('span', { className: 'weight' })));
  const element = h('div', {
    className: 'lookers', role: 'group', 'aria-label': 'Tokens: the chosen one looks at all',
  }, buttons);
  const show = (weights, query) => buttons.forEach((button, index) => {
    const weight = weights[query * tokens.length + index];
    button.classList.toggle('query', index === query);
    button.style.setProperty('--weight', Math.sqrt(weight).toFixed(3));
    button.lastChild.textContent = fixed(weight, 3);
  });
  return { element, show };
}

function picture(heads, state, tokens, row) {
  const weights = state.head === 0 ? mean(heads) : heads[state.head - 1];
  const out = h('p', { className: 'out', 'aria-live': 'polite' });
  const look = (query, key) => {
    line.show(weights, query);
    const looked = weights.slice(query * tokens.length, (query + 1) * tokens.length);
    const target = key ?? looked.indexOf(Math.max(...looked));
    out.textContent = `${tokens[query].input_piece} (${query}) takes ${fixed(looked[target], 4)} of `
      + `${tokens[target].input_piece} (${target})${key === undefined ? ', the most' : ''}`;
  };
  const line = tokenLine(tokens, look);
  look(row);
  return [h('div', {}, line.element, out), square(weights, tokens, look)];
}

/** Layer, head, and the picture of both. */
export function attention(answer, state, change, model) {
  const { attention: map, tokens, row } = answer.explanation;
  const title = h('h3', {}, 'Who looks at whom');
  if (!map) return [title, h('p', { className: 'hint' }, 'Shown for texts of up to 256 tokens.')];
  const place = h('div', { className: 'looks' });
  const show = () => place.replaceChildren(...picture(map.heads, state, tokens, row));
  show();
  return [
    title,
    h('p', {}, 'Point at a token, or reach it with the Tab key: the numbers say how much it takes of each. In the '
      + 'square, rows look at columns.'),
    h('div', { className: 'radios' },
      radios('layer', 'Layer', model.layers, 1, state.layer, layer => change({ layer })),
      radios('head', 'Head', model.heads, 0, state.head, head => {
        change({ head });
        show();
      })),
    place,
  ];
}
