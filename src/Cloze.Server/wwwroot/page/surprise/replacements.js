// The chosen word: its surprise, what the model would put there, and the words of most surprise.
import { h } from '../dom.js';
import { fixed, percent } from '../numbers.js';

const listed = 5;

/** Whether a proposed word, without the space that may begin it, is the one that stands there. */
const same = (item, word) => [word.text, word.text.toLowerCase()].includes(item.token_str.trim());

function best(word) {
  if (!word.replacements?.length) return h('p', { className: 'hint' }, 'No replacement is known.');
  return h('ol', { className: 'bars' }, word.replacements.map(item => h('li', {
    className: `bar ${same(item, word) ? 'truth' : ''}`,
    'data-piece': item.token_str, 'data-probability': item.score,
  },
  h('code', {}, item.token_str),
  h('span', { className: 'track', 'aria-hidden': 'true' },
    h('span', { className: 'filled', vars: { '--share': `${item.score * 100}%` } })),
  h('span', { className: 'share' }, percent(item.score)), h('span', { className: 'note' }))));
}

function strangest(words, choose) {
  const order = words.map((word, index) => ({ word, index }))
    .sort((a, b) => a.word.log_probability - b.word.log_probability).slice(0, listed);
  return [h('h2', {}, 'Most surprising'), h('ol', { className: 'strangest' }, order.map(({ word, index }) => h('li', {},
    h('button', {
      type: 'button', className: 'quiet', 'data-focus': `strange-${index}`, onclick: () => choose(index),
    }, word.text),
    h('span', {}, `${fixed(-word.log_probability, 2)} nats`))))];
}

/** What stands beside the text. */
export function replacements(text, words, chosen, choose) {
  const word = words[chosen];
  if (!word) return h('p', { className: 'hint' }, 'The text has no word that can be scored.');
  return [
    h('h2', {}, h('q', {}, word.text)),
    h('p', { id: 'surprise' }, `${fixed(-word.log_probability, 4)} nats: the model gives it `
      + `${percent(Math.exp(word.log_probability))}. In its place it would rather read`),
    best(word),
    strangest(words, choose),
  ];
}
