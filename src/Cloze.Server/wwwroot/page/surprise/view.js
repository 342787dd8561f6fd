// The second view: how much each word of a text surprises the model, and what it would rather have read.
import * as api from '../api.js';
import { announce, debounce, h, linkButton, problem, put } from '../dom.js';
import * as link from '../link.js';
import { count, fixed, plural } from '../numbers.js';
import { replacements } from './replacements.js';
import { words } from './words.js';

const example = 'Returns true if the two strings are banana; otherwise, false.';
const most = 6;

/** Shows the view at a place. */
export function showSurprise(place, { model, values, write }) {
  const state = { text: values.text ?? example, word: link.number(values.word, 0, 100000) };
  const fetched = api.latest((request, signal) => api.score(request, signal));
  const sums = h('div', { className: 'sums' }), page = h('div', { className: 'page' });
  const side = h('aside', { className: 'side', 'aria-label': 'The chosen word' });
  const text = h('textarea', { id: 'text', rows: 4, dir: 'auto', spellcheck: 'false', value: state.text });
  let scored = null;

  const save = () => write({ text: state.text, word: state.word });

  async function ask() {
    save();
    if (state.text.trim() === '') {
      put(sums, h('p', { className: 'hint' }, 'Paste a text.'));
      put(page);
      put(side);
      return;
    }
    put(sums, h('p', { className: 'hint' }, 'The model reads every word with that word hidden \u2026'));
    const asked = await fetched({ model: model.id, inputs: state.text, replacements: most, truncate: true });
    if (!asked) return;
    if (asked.error) refuse(asked.error);
    else show(asked.result.data[0]);
  }

  function refuse(error) {
    scored = null;
    put(sums, problem(error));
    put(page);
    put(side);
  }

  function show(result) {
    scored = result;
    const perplexity = fixed(Number(result.pseudo_perplexity), 2);
    const tokens = result.tokens.length, cut = result.tokens_cut ?? 0;
    put(sums, h('dl', { className: 'facts' },
      fact('Surprise of the whole text', `${fixed(-result.log_probability, 2)} nats`),
      fact('Mean of a token', `${fixed(-result.log_probability / Math.max(tokens, 1), 3)} nats`),
      fact('Pseudo-perplexity', perplexity)),
    cut > 0
      ? h('p', { className: 'hint' }, `${plural(cut, 'token')} at the end did not fit and were left out.`) : null);
    if (state.word === null || !result.words[state.word]) state.word = strangest(result.words);
    choose(state.word, false);
    announce(`Pseudo-perplexity ${perplexity} over ${count(tokens)} tokens.`);
  }

  function choose(index, byHand = true) {
    state.word = index;
    if (byHand) save();
    const focused = document.activeElement?.dataset?.focus;
    put(page, words(state.text, scored.words, index, choose));
    put(side, replacements(state.text, scored.words, index, choose));
    if (focused) place.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  const retype = debounce(() => {
    Object.assign(state, { text: text.value, word: null });
    ask();
  }, 500);
  text.addEventListener('input', retype);
  put(place,
    h('h1', {}, 'What surprises the model'),
    h('p', { className: 'lede' }, 'Each word is hidden in turn; its surprise is \u2212ln of the probability that '
      + 'the model gives it. What is rare, wrong or mistyped stands out. Press a word to see what the model would '
      + 'rather have read.'),
    h('div', { className: 'ask' }, h('label', { for: 'text' }, 'Your text'), text,
      h('div', { className: 'controls' }, linkButton())),
    sums,
    h('div', { className: 'columns' }, page, side));
  ask();
}

const fact = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

/** The word of most surprise; null where there is none. */
function strangest(words) {
  if (words.length === 0) return null;
  return words.reduce((best, word, index) => word.log_probability < words[best].log_probability ? index : best, 0);
}
