// A card for each position to be predicted.
import { h } from '../dom.js';

const shown = 12;

/** The cards; beyond a dozen the rest waits behind a button. */
export function cards(answer, content) {
  const { masks, tokens } = answer.explanation;
  const card = mask => h('article', { className: 'card', 'data-position': mask.position },
    h('h3', {}, h('code', {}, tokens[mask.position].input_piece), h('span', {}, ` at position ${mask.position}`)),
    content(mask));
  const all = h('div', { className: 'cards' }, masks.slice(0, shown).map(card));
  if (masks.length <= shown) return all;
  const more = h('button', { type: 'button', className: 'quiet' }, `Show the other ${masks.length - shown}`);
  more.addEventListener('click', () => {
    all.append(...masks.slice(shown).map(card));
    more.remove();
  });
  return [all, more];
}
