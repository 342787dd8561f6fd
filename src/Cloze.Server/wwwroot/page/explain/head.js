// Step 5: one logit for every piece of the vocabulary, at the positions to be predicted alone.
import { h } from '../dom.js';
import { call, formula, name, row, sign, sub } from '../formula.js';
import { count, fixed } from '../numbers.js';
import { functionName } from './activation.js';
import { cards } from './cards.js';
import { table } from './table.js';

function logits(mask) {
  const rows = mask.best.map((word, index) => ({
    className: word.id === mask.truth?.id ? 'truth' : null,
    cells: [index + 1, h('code', {}, word.piece), word.id, fixed(word.logit, 4)],
  }));
  if (mask.truth && mask.rank >= mask.best.length) {
    const { truth } = mask;
    rows.push({
      className: 'truth far',
      cells: [count(mask.rank + 1), h('code', {}, truth.piece), truth.id, fixed(truth.logit, 4)],
    });
  }
  return table('The largest logits', ['#rank', 'piece', '#id', '#logit'], rows);
}

/** The largest logits of each position; the true word is marked. */
export function head(answer) {
  const { masks, vocabulary_size: size, layout } = answer.explanation;
  return [
    h('p', {}, 'Only the chosen positions are taken on: a linear layer with '
      + `${functionName(layout.head_activation)} and LayerNorm, then the dot product with the embedding of every `
      + `piece, plus a bias. [M, V] = [${masks.length}, ${count(size)}] numbers; here are the largest.`),
    formula(sub(name('z'), row(name('m'), name('v'))), sign('='), call('head', sub(name('y'), name('m'))),
      sign('\u00b7'),
      name('word'), sign('['), name('v'), sign(']'), sign('+'), name('bias'), sign('['), name('v'), sign(']')),
    cards(answer, logits),
  ];
}
