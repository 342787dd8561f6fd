// Step 3: three rows of tables are added and normalised.
import { h } from '../dom.js';
import { call, formula, name, number, row, sign, sub } from '../formula.js';
import { rowChoice, vectorList } from './vectors.js';

/** The parts of one token's first vector, their sum and its LayerNorm. */
export function embeddings(answer, state, change) {
  const { embeddings: parts, hidden_size: size, token_count: tokens, row: position } = answer.explanation;
  const token = answer.explanation.tokens[position];
  const part = (table, index) => row(name(table), sign('['), number(`${index}`), sign(']'));
  return [
    h('p', {}, `Each token begins as ${size} numbers: the row of its piece, the row of its place and the row of its `
      + 'segment, added, then brought to mean 0 and variance 1, scaled and shifted. All together [T, H] = '
      + `[${tokens}, ${size}].`),
    formula(sub(name('x'), number(`${position}`)), sign('='), call('LayerNorm', part('word', token.input_id), sign('+'),
      part('position', position), sign('+'), part('type', token.type_id))),
    rowChoice(answer, change, 'row-embeddings'),
    vectorList(parts, ['', '+', '+', '=', '']),
    h('p', { className: 'key' }, h('span', { className: 'swatch positive' }), 'above zero ',
      h('span', { className: 'swatch negative' }), 'below zero; the stronger, the larger within its row.'),
  ];
}
