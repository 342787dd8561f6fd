// The report of a run, drawn from the figures that stand in the page.
import { h, put } from '../dom.js';
import { count, duration, fixed, percent } from '../numbers.js';
import { startTheme } from '../themes.js';
import { chart } from '../training/chart.js';
import { frequencies, sentences } from './words.js';
import { manifest } from './manifest.js';

const run = JSON.parse(document.getElementById('run').textContent);
const { steps, evaluations } = run;
const latest = evaluations.at(-1);

const at = name => steps.filter(step => Number.isFinite(step[name])).map(step => [step.step, step[name]]);
const tested = name => evaluations.map(evaluation => [evaluation.step, evaluation[name]]);

function single(title, unit, name, field) {
  const points = at(field);
  return points.length === 0 ? null
    : chart(title, unit, [{ name, points, className: 'main' }], { fromZero: true });
}

function facts() {
  const last = steps.at(-1), most = Math.max(...at('tokens_per_second').map(([, value]) => value));
  const entries = [
    ['Held-out loss', latest ? [fixed(latest.loss, 3), h('small', {}, ' nats')] : null],
    ['Perplexity', latest ? fixed(Math.exp(latest.loss), 2) : null],
    ['Top 1', latest ? percent(latest.top1_accuracy) : null],
    ['Top 5', latest ? percent(latest.top5_accuracy) : null],
    ['Steps', last ? count(last.step) : null],
    ['Tokens', last ? count(last.tokens) : null],
    ['Epochs', last ? fixed(last.epoch, 2) : null],
    ['Training time', last ? duration(last.seconds) : null],
    ['Speed', Number.isFinite(most) ? [count(last.tokens / last.seconds), h('small', {}, ' tokens/s')] : null],
  ];
  return h('dl', { className: 'facts' }, entries.filter(([, value]) => value !== null)
    .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

function lede() {
  if (steps.length === 0) return 'The run has not done a step yet.';
  const before = run.manifest.baseline_loss;
  const end = latest ? `it reached ${fixed(latest.loss, 3)} nats on held-out text, where word frequencies alone reach `
    + `${fixed(before, 3)}.` : 'it has not been evaluated yet.';
  return `After ${count(steps.at(-1).step)} steps ${end}`;
}

const losses = () => chart('Loss', 'nats', [
  { name: 'each step', points: at('loss'), className: 'faint' },
  { name: 'training, smoothed', points: at('smoothed_loss'), className: 'main' },
  { name: 'held out', points: tested('loss'), className: 'dots' },
], { line: { name: 'word frequencies alone', value: run.manifest.baseline_loss } });

const pairs = () => evaluations.filter(evaluation => evaluation.next_sentence)
  .map(evaluation => [evaluation.step, evaluation.next_sentence.accuracy]);

const accuracies = () => evaluations.length === 0 ? null : chart('Accuracy on held-out text', '', [
  { name: 'top 1', points: tested('top1_accuracy'), className: 'main' },
  { name: 'top 5', points: tested('top5_accuracy'), className: 'second' },
  { name: 'pairs told rightly', points: pairs(), className: 'dots' },
].filter(one => one.points.length > 0), { fromZero: true, line: { name: 'top 1 by word frequencies', value: run.manifest.baseline_accuracy } });

const curves = () => h('section', { id: 'curves' },
  steps.length === 0 ? null : losses(),
  h('div', { className: 'pair' }, [
    accuracies(),
    single('Speed', 'tokens/s', 'tokens a second', 'tokens_per_second'),
    single('Learning rate', '', 'learning rate', 'learning_rate'),
    single('Gradient norm', 'before clipping', 'gradient norm', 'grad_norm'),
    single('Update to weight', 'of a step, by their norms', 'update to weight',
      'update_ratio'),
  ]));

const parts = [
  ['curves', 'Curves', curves()],
  ['frequency', 'Frequency', frequencies(evaluations)],
  ['sentences', 'Sentences', sentences(evaluations)],
  ['manifest', 'Manifest', manifest(run)],
].filter(([, , part]) => part);

put(document.querySelector('.top nav'), parts.map(([id, name]) => h('a', { href: `#${id}` }, name)));
put(document.getElementById('main'),
  h('h1', {}, run.name), h('p', { className: 'lede' }, lede()), facts(), parts.map(([, , part]) => part));
startTheme(document.getElementById('theme'));
