// Step 7: which words are pushed up and which down.
import { h } from '../dom.js';
import { call, formula, name, number, over, row, sign, sub, word } from '../formula.js';
import { fixed } from '../numbers.js';
import { cards } from './cards.js';
import { table } from './table.js';

function pushes(mask, losses) {
  if (!mask.truth) return h('p', { className: 'hint' }, 'The true word is unknown: no gradient.');
  const words = mask.best.some(candidate => candidate.id === mask.truth.id) ? mask.best : [mask.truth, ...mask.best];
  return table('Gradient of each logit', ['piece', '#gradient', 'pushed'], words.slice(0, 6).map(candidate => {
    const isTruth = candidate.id === mask.truth.id;
    const gradient = (candidate.probability - (isTruth ? 1 : 0)) / losses;
    return {
      className: isTruth ? 'truth' : null,
      cells: [h('code', {}, candidate.piece), fixed(gradient, 6), gradient < 0 ? '\u2191 up' : '\u2193 down'],
    };
  }));
}

/** The gradient at each logit: the probability, less one at the true word, shared among the positions. */
export function gradient(answer) {
  const losses = answer.explanation.masks.filter(mask => mask.truth).length;
  return [
    h('p', {}, 'In training, the loss now goes back through the model. Softmax and cross entropy together have the '
      + 'simplest gradient there is: words that were too probable are pushed down, the true one up, in proportion '
      + 'to the error. From here the chain rule runs back through the head, the layers and the embeddings.'),
    formula(over(row(sign('\u2202'), name('L')), row(sign('\u2202'), sub(name('z'), name('v')))), sign('='),
      over(
        row(call('P', name('v')), sign('\u2212'), sign('['), name('v'), word('\u00a0is true'), sign(']')),
        number(`${losses || 'M'}`))),
    cards(answer, mask => pushes(mask, losses)),
  ];
}
