// The third view: the curves of the run that trained the model, where its record lies beside it.
import * as api from '../api.js';
import { announce, h, linkButton, problem, put } from '../dom.js';
import { count, duration, fixed, percent } from '../numbers.js';
import { table } from '../explain/table.js';
import { chart } from './chart.js';

const facts = run => [
  ['Steps', count(run.position.step)],
  ['Tokens', count(run.position.tokens)],
  ['Training time', duration(run.position.seconds)],
  ['Batch', `${count(run.options.batch_tokens)} tokens`],
  ['Learning rate', `${run.options.learning_rate}, warm-up ${percent(run.options.warmup)}`],
  ['Masked', percent(run.options.mask_rate)],
  ['Trained on', `${count(run.corpus.training_tokens)} tokens`],
  ['Held out', `${count(run.corpus.held_out_tokens)} tokens`],
];

/** Shows the view at a place. */
export function showTraining(place, { model, write }) {
  write({});
  const page = h('div', { className: 'curves' }, h('p', { className: 'hint' }, 'Reading the record \u2026'));
  put(place,
    h('h1', {}, 'How the model was trained'),
    h('p', { className: 'lede' }, `The record of the run that made ${model.id}, as it lies in the model\u2019s `
      + 'folder.'),
    h('div', { className: 'controls' }, linkButton()), page);
  load(page, model);
}

async function load(page, model) {
  try {
    const run = model.has_run ? await api.run(model.id) : null;
    if (run) show(page, run);
    else put(page, none());
  } catch (error) {
    put(page, problem(error));
  }
}

const none = () => h('div', { className: 'empty' },
  h('p', {}, 'No training run lies beside this model.'),
  h('p', { className: 'hint' },
    'A folder that `cloze train` has written holds the record of its run; one from elsewhere does not.'));

function show(page, run) {
  const steps = run.steps, tests = run.evaluations;
  put(page,
    h('dl', { className: 'facts' },
      facts(run).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    steps.length === 0
      ? h('p', { className: 'hint' }, 'The record has no curve: the run is older than the version that keeps one.')
      : curves(run),
    tests.length === 0 ? null : held(tests));
  announce(`${count(run.position.step)} steps.`);
}

function curves(run) {
  const at = name => run.steps.map(step => [step.step, step[name]]);
  const single = (title, unit, name, field) =>
    chart(title, unit, [{ name, points: at(field), className: 'main' }], { fromZero: true });
  return [
    chart('Loss', 'nats', [
      { name: 'each step', points: at('loss'), className: 'faint' },
      { name: 'training, smoothed', points: at('smoothed_loss'), className: 'main' },
      { name: 'held out', points: run.evaluations.map(test => [test.step, test.loss]), className: 'dots' },
    ], { line: { name: 'word frequencies alone', value: run.baseline.loss } }),
    h('div', { className: 'pair' },
      single('Learning rate', '', 'learning rate', 'learning_rate'),
      single('Gradient norm', '', 'gradient norm', 'gradient_norm')),
    single('Speed', 'tokens/s', 'tokens a second', 'tokens_per_second'),
  ];
}

const held = tests => [h('h2', {}, 'On text it never saw'), table(
  'Evaluations on the held-out text', ['#step', '#loss in nats', '#top 1', '#top 5', 'over'],
  tests.map(test => ({
    cells: [count(test.step), fixed(test.loss, 4), percent(test.top1_accuracy), percent(test.top5_accuracy),
      test.is_final ? 'everything held out' : 'a fixed part'],
  })))];
