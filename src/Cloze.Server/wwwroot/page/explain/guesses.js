// One line that sums up how the model does.
import { h } from '../dom.js';
import { fixed, plural } from '../numbers.js';

/** How many guesses are right, and the mean loss. */
export function guesses(answer) {
  const { masks, mean_loss: loss } = answer.explanation;
  const known = masks.filter(mask => mask.truth);
  const cut = answer.tokens_cut ? ` ${plural(answer.tokens_cut, 'piece')} did not fit and were left out.` : '';
  if (known.length === 0) {
    return h('p', { className: 'sum' }, 'The text has the gaps itself, so nobody knows what is right.', cut);
  }
  const right = known.filter(mask => mask.truth.id === mask.best[0].id).length;
  return h('p', { className: 'sum' },
    `${right} of ${known.length} guessed right. Mean loss `, h('strong', {}, `${fixed(loss, 4)} nats`), '.', cut);
}
