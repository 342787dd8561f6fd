// Step 4: what each layer makes of a token, and who looks at whom.
import { h } from '../dom.js';
import { call, formula, name, row, sign, sub, word } from '../formula.js';
import { fixed, plural } from '../numbers.js';
import { functionName } from './activation.js';
import { attention } from './attention.js';
import { table } from './table.js';
import { rowChoice, vectorList } from './vectors.js';

function lengths(answer) {
  const { norms, tokens, layers: vectors } = answer.explanation;
  if (!norms?.length) return null;
  const columns = ['token', '#embedding', ...vectors.map(vector => `#${vector.name}`)];
  return h('details', {}, h('summary', {}, 'Lengths of every token\u2019s vector'), table(
    'Length of each vector after each layer', columns, tokens.map(token => ({
      cells: [h('code', {}, token.input_piece), ...norms.map(layer => fixed(layer[token.position], 3))],
    }))));
}

const weight = index => sub(name('W'), name(index));

// BERT's layer: each part's result is added to its input, and the sum is normed.
const normsLast = {
  formulas: f => [
    formula(name('a'), sign('='), call('LayerNorm', name('x'), sign('+'), weight('o'), call('attention', name('x')))),
    formula(name('y'), sign('='),
      call('LayerNorm', name('a'), sign('+'), weight('2'), call(f, row(weight('1'), name('a'))))),
  ],
  story: (seen, f) => `In each, every token first looks at ${seen}: of every vector come a query, a key and a value, `
    + 'and the token takes the mean of the values, weighted by how well its query meets their keys. Then two linear '
    + `layers with ${f} between them work on each token alone. Both results are added and normalised.`,
};

// ModernBERT's: each part reads the normed input, and its result is added to what comes in. The first layer's input is
// the embeddings, which are normed already.
const normsFirst = {
  formulas: f => [
    formula(name('a'), sign('='), name('x'), sign('+'), weight('o'),
      call('attention', call('LayerNorm', name('x')))),
    formula(word('in layer 1\u00a0\u00a0'), name('a'), sign('='), name('x'), sign('+'), weight('o'),
      call('attention', name('x'))),
    formula(name('y'), sign('='), name('a'), sign('+'), weight('2'),
      row(sign('('), call(f, row(weight('1'), name('n'))), sign('\u2299'), weight('3'), name('n'), sign(')')),
      sign(','), name('n'), sign('='), call('LayerNorm', name('a'))),
  ],
  story: (seen, f) => `In each, every token first looks at ${seen}: of every normed vector come a query, a key and a `
    + 'value; queries and keys are turned by an angle for their place, so that they meet by how far apart they '
    + 'stand; and the token takes the mean of the values, weighted by how well its query meets their keys. Then '
    + `each token alone goes through two linear layers, one of which, after ${f}, is a gate for the other, and a `
    + 'third. Both results are added to what came in. The first layer takes the embeddings as they are, and the last '
    + 'one\u2019s result is normed.',
};

/** What a token can see: all others, or in some layers its neighbours alone. */
function seen(windows) {
  const near = windows.flatMap((window, index) => window === null ? [] : [index + 1]);
  if (near.length === 0) return 'all others';
  const where = near.length === 1 ? `layer ${near[0]}` : `layers ${near.join(', ')}`;
  return `all others, in ${where} at those within ${windows[near[0] - 1]} places`;
}

/** The vectors of one token after each layer, then the attention of a layer and head. */
export function layers(answer, state, change, model) {
  const { layers: vectors, layout } = answer.explanation;
  const { formulas, story } = layout.norms_first ? normsFirst : normsLast;
  const f = functionName(layout.activation);
  return [
    h('p', {}, `${plural(model.layers, 'layer')}. ${story(seen(layout.windows), f)}`),
    formulas(f),
    rowChoice(answer, change, 'row-layers'),
    vectorList(vectors),
    lengths(answer),
    attention(answer, state, change, model),
  ];
}
