// Held-out words: how right they are by frequency, and the same sentences as the run went on.
import { h } from '../dom.js';
import { count, fixed, percent } from '../numbers.js';
import { table } from '../explain/table.js';

const byName = (groups, name) => groups.find(group => group.name === name);

function tenth(group, first) {
  const before = first ? h('span', {
    className: 'first', vars: { '--share': `${first.top1_accuracy * 100}%` }, title: 'at the first evaluation',
  }) : null;
  return h('li', {},
    h('span', { className: 'rank' }, group.name),
    h('code', { className: 'pieces', title: group.examples.join('  ') }, group.examples.join('  ')),
    h('span', { className: 'track' },
      h('span', { className: 'filled', vars: { '--share': `${group.top1_accuracy * 100}%` } }), before),
    h('span', { className: 'share' }, percent(group.top1_accuracy)),
    h('span', { className: 'loss' }, `${fixed(group.loss, 2)} nats`));
}

/** The accuracy of each tenth of the held-out tokens at the end, with that of the first evaluation as a mark. */
export function frequencies(evaluations) {
  const told = evaluations.filter(evaluation => evaluation.by_frequency.length > 0);
  if (told.length === 0) return null;
  const last = told.at(-1), first = told.length > 1 ? told[0] : null;
  return h('section', { id: 'frequency' },
    h('h2', {}, 'Accuracy by word frequency'),
    h('p', { className: 'hint' }, 'Held-out tokens in ten parts of equal size: the most frequent pieces first, the '
      + `rarest last. The bar is the share of right first guesses at step ${count(last.step)}`
      + (first ? `, the mark that of step ${count(first.step)}.` : '.')),
    h('ol', { className: 'tenths' },
      last.by_frequency.map(group => tenth(group, first && byName(first.by_frequency, group.name)))));
}

const guess = (prediction, word) => h('span', { className: prediction.word === word ? 'guess right' : 'guess' },
  prediction.word, ' ', h('small', {}, percent(prediction.probability)));

function quote(example) {
  const [before, ...after] = example.text.split('[MASK]');
  return h('blockquote', {}, before, h('span', { className: 'blank' }, example.word), after.join('[MASK]'));
}

function sentence(index, evaluations) {
  const rows = evaluations.map(evaluation => ({ evaluation, example: evaluation.examples[index] }))
    .filter(row => row.example);
  const example = rows.at(-1).example;
  return h('div', { className: 'sentence' }, quote(example), table(
    `Sentence ${index + 1}: guesses for ${example.word} as the run went on`, ['#step', 'what the model puts there'],
    rows.map(row => ({
      cells: [count(row.evaluation.step),
        row.example.predictions.slice(0, 3).map(prediction => guess(prediction, row.example.word))],
    }))));
}

/** Rows of which at most so many are kept, evenly, the first and the last among them. */
function spread(rows, most) {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, index) => rows[Math.round(index * (rows.length - 1) / (most - 1))]);
}

/** The same held-out sentences at each evaluation. */
export function sentences(evaluations) {
  const told = spread(evaluations.filter(evaluation => evaluation.examples.length > 0), 12);
  if (told.length === 0) return null;
  return h('section', { id: 'sentences' },
    h('h2', {}, 'The same sentences as the run went on'),
    h('p', { className: 'hint' }, 'Held-out sentences with one word hidden, and the first guesses at each evaluation; '
      + 'the true word is underlined.'),
    h('div', { className: 'sentences' },
      told.at(-1).examples.map((_, index) => sentence(index, told))));
}
