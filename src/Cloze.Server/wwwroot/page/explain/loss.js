// Step 6: probabilities, the first guess beside the truth, and the loss with its numbers.
import { h } from '../dom.js';
import { call, formula, name, number, over, row, sign, sub, sum, word } from '../formula.js';
import { count, fixed, percent } from '../numbers.js';
import { cards } from './cards.js';

const shownTerms = 8;

function bar(candidate, note, className) {
  return h('li', {
    className: `bar ${className}`, 'data-piece': candidate.piece, 'data-probability': candidate.probability,
  },
    h('code', {}, candidate.piece),
    h('span', { className: 'track', 'aria-hidden': 'true' },
      h('span', { className: 'filled', vars: { '--share': `${candidate.probability * 100}%` } })),
    h('span', { className: 'share' }, percent(candidate.probability)),
    h('span', { className: 'note' }, note));
}

function bars(mask) {
  const isTruth = candidate => candidate.id === mask.truth?.id;
  const items = mask.best.map((candidate, index) => bar(
    candidate,
    [index === 0 ? 'argmax' : '', isTruth(candidate) ? 'truth' : ''].filter(Boolean).join(', '),
    `${index === 0 ? 'argmax' : ''} ${isTruth(candidate) ? 'truth' : ''}`));
  if (mask.truth && mask.rank >= mask.best.length) {
    items.push(bar(mask.truth, `truth, rank ${count(mask.rank + 1)}`, 'truth far'));
  }
  return h('ol', { className: 'bars' }, items);
}

/** What is subtracted, in brackets where it is negative. */
const subtrahend = value => value < 0
  ? row(sign('('), number(fixed(value, 4)), sign(')')) : number(fixed(value, 4));

/** exp(z - ln of the sum) with the numbers of the argmax. */
function softmaxFilled(mask) {
  const best = mask.best[0];
  return formula(call('P', word(best.piece)), sign('='),
    call('exp', number(fixed(best.logit, 4)), sign('\u2212'), subtrahend(mask.log_sum_exp)),
    sign('='), number(fixed(best.probability, 6)));
}

function lossFilled(mask) {
  if (!mask.truth) return h('p', { className: 'hint' }, 'The true word is unknown: no loss.');
  return formula(sign('\u2212'), name('ln'), call('P', word(mask.truth.piece)), sign('='),
    number(fixed(mask.log_sum_exp, 4)), sign('\u2212'), subtrahend(mask.truth.logit),
    sign('='), number(fixed(mask.loss, 4)));
}

function meanFilled(masks, mean) {
  const losses = masks.filter(mask => mask.truth).map(mask => fixed(mask.loss, 4));
  const terms = losses.slice(0, shownTerms).flatMap((loss, index) => [...(index ? [sign('+')] : []), number(loss)]);
  if (losses.length > shownTerms) terms.push(sign('+'), sign('\u2026'));
  return h('div', { className: 'mean' },
    formula(name('L'), sign('='), sign('\u2212'), over(number('1'), name('M')), sum(row(name('i'))), name('ln'),
      call('P', sub(name('x'), name('i')), sign('|'), sub(name('x'), word('masked'))), sign('='),
      over(row(...terms), number(`${losses.length}`)), sign('='), number(fixed(mean, 4))),
    h('p', { className: 'result' }, 'Mean loss ', h('strong', { id: 'mean-loss' }, fixed(mean, 4)), ' nats. ',
      `exp(L) = ${fixed(Math.exp(mean), 3)} is the perplexity: as unsure as between so many equally likely words.`));
}

/** Bars, the argmax beside the truth, each loss, and their mean. */
export function loss(answer) {
  const { masks, mean_loss: mean, vocabulary_size: size } = answer.explanation;
  return [
    h('p', {}, `Softmax makes the ${count(size)} logits of a position into probabilities that sum to 1. The most `
      + 'probable word is the argmax, the first guess. The loss is small where the true word was probable.'),
    formula(call('P', name('v')), sign('='),
      over(call('exp', sub(name('z'), name('v'))), row(sum(name('u')), call('exp', sub(name('z'), name('u')))))),
    cards(answer, mask => [bars(mask), softmaxFilled(mask), lossFilled(mask)]),
    mean === undefined ? null : meanFilled(masks, mean),
  ];
}
