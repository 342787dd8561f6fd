// The text with each word underlined and tinted by its surprise; the number stands below it.
import { h } from '../dom.js';
import { fixed } from '../numbers.js';

const strong = 10;

function wordButton(word, index, chosen, choose) {
  const surprise = -word.log_probability;
  const share = Math.min(1, Math.max(0, surprise / strong));
  return h('button', {
    type: 'button', className: 'surprising', 'aria-pressed': index === chosen ? 'true' : 'false',
    'data-focus': `word-${index}`, 'data-surprise': surprise, onclick: () => choose(index),
    vars: { '--tint': `${Math.round(share * 46)}%`, '--rule': `${(share * 4).toFixed(1)}px` },
  }, h('span', { className: 'text' }, word.text), h('span', { className: 'nats' }, fixed(surprise, 1)),
  h('span', { className: 'unseen' }, 'nats'));
}

/** What stands between the words is text; each word is a button. */
export function words(text, all, chosen, choose) {
  const line = h('div', { className: 'surprises', dir: 'auto', role: 'group', 'aria-label': 'The text, word by word' });
  let end = 0;
  all.forEach((word, index) => {
    if (word.start > end) line.append(text.slice(end, word.start));
    line.append(wordButton(word, index, chosen, choose));
    end = word.end;
  });
  line.append(text.slice(end));
  return [line, h('p', { className: 'key' }, 'Numbers are nats: 0 is certain, 2.3 is one in ten, 6.9 one in a '
    + 'thousand. The deeper the tint and the thicker the line, the greater the surprise.')];
}
