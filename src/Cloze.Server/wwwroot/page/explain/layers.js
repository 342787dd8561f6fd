// Step 4: what each layer makes of a token, and who looks at whom.
import { h } from '../dom.js';
import { call, formula, name, row, sign, sub } from '../formula.js';
import { fixed, plural } from '../numbers.js';
import { attention } from './attention.js';
import { table } from './table.js';
import { rowChoice, vectorList } from './vectors.js';

function lengths(answer) {
  const { norms, tokens } = answer.explanation;
  if (!norms?.length) return null;
  const columns = ['token', '#embedding', ...norms.slice(1).map((_, index) => `#layer ${index + 1}`)];
  return h('details', {}, h('summary', {}, 'Lengths of every token\u2019s vector'), table(
    'Length of each vector after each layer', columns, tokens.map(token => ({
      cells: [h('code', {}, token.input_piece), ...norms.map(layer => fixed(layer[token.position], 3))],
    }))));
}

const layerFormulas = () => [
  formula(name('a'), sign('='),
    call('LayerNorm', name('x'), sign('+'), sub(name('W'), name('o')), call('attention', name('x')))),
  formula(name('y'), sign('='), call('LayerNorm', name('a'), sign('+'), sub(name('W'), name('2')),
    call('gelu', row(sub(name('W'), name('1')), name('a'))))),
];

/** The vectors of one token after each layer, then the attention of a layer and head. */
export function layers(answer, state, change, model) {
  return [
    h('p', {}, `${plural(model.layers, 'layer')}. In each, every token first looks at all others: of every vector `
      + 'come a query, a key and a value, and the token takes the mean of the values, weighted by how well its '
      + 'query meets their keys. Then two linear layers with GELU between them work on each token alone. Both '
      + 'results are added and normalised.'),
    layerFormulas(),
    rowChoice(answer, change, 'row-layers'),
    vectorList(answer.explanation.layers),
    lengths(answer),
    attention(answer, state, change, model),
  ];
}
