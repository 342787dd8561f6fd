// The nine steps, in their order.
import { h } from '../dom.js';
import { embeddings } from './embeddings.js';
import { gradient } from './gradient.js';
import { head } from './head.js';
import { layers } from './layers.js';
import { loss } from './loss.js';
import { masking } from './masking.js';
import { pieces } from './pieces.js';
import { start } from './start.js';
import { update } from './update.js';

const all = [
  ['From text to ids', pieces],
  ['Masking', masking],
  ['Embeddings', embeddings],
  ['Encoder layers and attention', layers],
  ['The head: logits', head],
  ['Softmax, argmax and the loss', loss],
  ['The gradient', gradient],
  ['The step', update],
  ['The start', start],
];

function goTo(id) {
  const title = document.getElementById(id);
  title.scrollIntoView({ behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  title.focus({ preventScroll: true });
}

function rail() {
  return h('nav', { className: 'rail', 'aria-label': 'Steps' },
    h('ol', {}, all.map(([title], index) => h('li', {}, h('button', {
      type: 'button', className: 'quiet', 'data-focus': `rail-${index}`, onclick: () => goTo(`step-${index + 1}`),
    }, title)))));
}

function section(title, index, content) {
  const id = `step-${index + 1}`;
  return h('section', { className: 'step', 'aria-labelledby': id },
    h('h2', { id, tabindex: -1 }, h('span', { className: 'number' }, `${index + 1}`), title), content);
}

/** What each step shows of an answer: (answer, state, change, model, run) to elements. */
export function steps(answer, ...more) {
  return [rail(), h('div', { className: 'steps' },
    all.map(([title, content], index) => section(title, index, content(answer, ...more))))];
}
