// The first view: a sentence of one's own, and the nine steps it goes through.
import * as api from '../api.js';
import { announce, debounce, h, linkButton, problem, put } from '../dom.js';
import * as link from '../link.js';
import { fixed, plural } from '../numbers.js';
import { masksOf, readMasks, requestMasks, toggle, writeMasks } from './choice.js';
import { guesses } from './guesses.js';
import { sentence } from './sentence.js';
import { steps } from './steps.js';

const example = 'Returns true if the two strings are equal; otherwise, false.';
const predictions = 8, mostValues = 2048;

/** Asks with the attention of a layer; where the text is too long for that, without it. */
async function explainWithAttention(request, layer, signal) {
  try {
    return await api.explain({ ...request, layer }, signal);
  } catch (error) {
    if (error.field !== 'layer') throw error;
    return api.explain(request, signal);
  }
}

function readState(values, model) {
  return {
    text: values.text ?? example,
    seed: link.number(values.seed, 0, Number.MAX_SAFE_INTEGER, 1),
    masks: readMasks(values.masks),
    row: link.number(values.row, 0, 100000),
    layer: link.number(values.layer, 1, model.layers, 1),
    head: link.number(values.head, 0, model.heads, 0),
  };
}

/** Shows the view at a place; the answer is called when it is left. */
export function showExplain(place, { model, values, write }) {
  const state = readState(values, model);
  const line = h('div', { className: 'line' }), walk = h('div', { className: 'walk' });
  const fetched = api.latest(explainWithAttention);
  const record = model.has_run ? api.run(model.id).catch(() => null) : null;
  let answer = null;

  const text = h('textarea', {
    id: 'sentence', rows: 2, dir: 'auto', spellcheck: 'false', autocomplete: 'off', value: state.text,
  });
  const seed = h('input', {
    id: 'seed', type: 'number', min: 0, max: Number.MAX_SAFE_INTEGER, step: 1, value: state.seed, inputmode: 'numeric',
  });

  /** Writes what is shown into the address. */
  function save() {
    write({
      text: state.text, seed: state.masks ? null : state.seed, masks: writeMasks(state.masks), row: state.row,
      layer: state.layer === 1 ? null : state.layer, head: state.head || null,
    });
  }

  async function ask() {
    save();
    if (state.text.trim() === '') {
      put(line, h('p', { className: 'hint' }, 'Type a sentence.'));
      put(walk);
      return;
    }
    const asked = await fetched(request(), state.layer);
    if (asked) asked.error ? refuse(asked.error) : await show(asked.result);
  }

  const request = () => ({
    model: model.id, text: state.text, truncate: true, top_k: predictions, values: mostValues,
    ...(state.masks ? { masks: requestMasks(state.masks) } : hasMask() ? {} : { seed: state.seed }),
    ...(state.row === null ? {} : { row: state.row }),
  });

  const hasMask = () => state.text.includes(model.mask_token);

  function refuse(error) {
    put(line, problem(error));
    put(walk);
    announce(error.message);
  }

  async function show(result) {
    answer = result;
    const focused = document.activeElement?.dataset?.focus;
    put(line, sentence(result, change), guesses(result));
    put(walk, steps(result, state, change, model, await record));
    if (focused) place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    const { masks, mean_loss: loss } = result.explanation;
    announce(`${plural(masks.length, 'position')} to predict.`
      + (loss === undefined ? '' : ` The mean loss is ${fixed(loss, 4)} nats.`));
  }

  /** Hears every choice that is made further down. */
  function change(choice) {
    if ('toggled' in choice) {
      const masks = toggle(masksOf(answer), choice.toggled);
      if (masks.length === 0) {
        announce('One word at least is to be predicted.');
        return;
      }
      state.masks = masks;
      if (state.row !== null && !masks.some(mask => mask.position === state.row)) state.row = null;
    } else {
      Object.assign(state, choice);
    }
    if ('head' in choice) save();
    else ask();
  }

  function draw(number) {
    Object.assign(state, { seed: number, masks: null, row: null });
    seed.value = number;
    ask();
  }

  const retype = debounce(() => {
    Object.assign(state, { text: text.value, masks: null, row: null });
    answer = null;
    ask();
  }, 300);
  text.addEventListener('input', retype);
  seed.addEventListener('change', () => draw(link.number(seed.value, 0, Number.MAX_SAFE_INTEGER, 1)));

  put(place,
    h('h1', {}, 'One sentence, step by step'),
    h('p', { className: 'lede' }, 'A masked language model learns a language by filling gaps. Type a sentence, '
      + 'press a word to hide it, and follow the numbers from the text to the loss.'),
    h('div', { className: 'ask' },
      h('label', { for: 'sentence' }, 'Your sentence'), text,
      h('div', { className: 'controls' },
        h('button', {
          type: 'button', className: 'main', onclick: () => draw(state.masks ? state.seed : state.seed + 1),
        }, 'Draw 15 %'),
        h('label', { for: 'seed' }, 'Seed'), seed, linkButton())),
    line, walk);
  ask();
}
