// Step 9: where the first weights come from.
import { h } from '../dom.js';
import { fixed } from '../numbers.js';

const starts = {
  corpus: 'This model began from its corpus\u2019s counts.', random: 'This model began at random.',
};

function facts({ options, baseline, evaluations }) {
  const first = starts[options.initialization] ?? 'This model went on from another one.';
  const last = evaluations?.at(-1);
  const held = last ? `; the trained model reaches ${fixed(last.loss, 3)}` : '';
  return h('p', {}, `${first} On text that it never saw, word frequencies alone reach ${fixed(baseline.loss, 3)} `
    + `nats${held}.`);
}

/** The corpus start in words, and what it came to. */
export function start(answer, state, change, model, run) {
  return [
    h('p', {}, 'A small model that begins at random spends its first millions of tokens finding out how frequent '
      + 'words are and which follow which. Both can be counted in seconds. Cloze counts first and puts the result '
      + 'into the first weights, in an unchanged architecture.'),
    run ? facts(run) : null,
  ];
}
