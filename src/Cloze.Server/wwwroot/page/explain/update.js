// Step 8: how a training step moves the weights.
import { h } from '../dom.js';
import { formula, hat, name, over, root, row, sign, sub } from '../formula.js';
import { count, duration, percent } from '../numbers.js';

const step = () => formula(name('w'), sign('\u2190'), name('w'), sign('\u2212'), name('\u03b7'), row(sign('('),
  over(hat(name('m')), row(root(hat(name('v'))), sign('+'), name('\u03b5'))),
  sign('+'), name('\u03bb'), name('w'), sign(')')));

function facts({ options, position }, model) {
  return h('p', {},
    `This model took ${count(position.step)} such steps over ${count(position.tokens)} tokens in `
      + `${duration(position.seconds)}: learning rate up to ${options.learning_rate}, warm-up `
      + `${percent(options.warmup)}, weight decay ${options.weight_decay}, gradients clipped to `
      + `${options.clip_norm}, ${percent(options.mask_rate)} of the tokens masked. `,
    h('a', { href: `#training?model=${encodeURIComponent(model.id)}` }, 'See its curves'), '.');
}

/** AdamW in words and signs; with the numbers of the model's own run where one lies beside it. */
export function update(answer, state, change, model, run) {
  return [
    h('p', {}, 'All gradients together are clipped to a norm of 1, and AdamW moves every weight against its '
      + 'smoothed gradient m, scaled by its smoothed size v. The learning rate \u03b7 rises from 0 during the '
      + 'warm-up and falls to 0 in a straight line. Nothing is trained on this page.'),
    step(),
    run ? facts(run, model) : null,
  ];
}
