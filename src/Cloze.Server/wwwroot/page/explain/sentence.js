// The sentence as a line of buttons, as the model sees it: gaps where words are hidden, a guess below each.
import { h } from '../dom.js';
import { percent } from '../numbers.js';

const fates = { mask: 'hidden', random: 'random', kept: 'stays', given: 'hidden' };

/** The letters of a token in the text, without the white space that some tokenizers count with it. */
function letters(answer, token) {
  return answer.text.slice(token.start, token.end).trim() || token.token;
}

/** Where they begin. */
function firstLetter(answer, token) {
  return token.end - answer.text.slice(token.start, token.end).trimStart().length;
}

/** What a position shows: its own letters, or what the model sees in their place. */
function shownText(answer, token, mask) {
  if (mask && mask.kind !== 'kept') return answer.explanation.tokens[token.position].input_piece;
  return letters(answer, token);
}

/** What the button's own words do not say to who cannot see it: the word that stood there, and what a press does. */
function spoken(answer, token, mask) {
  if (!mask) return 'press to hide it';
  if (mask.kind === 'given') return 'a gap of the text';
  return `in place of ${letters(answer, token)}, press to leave it alone`;
}

function guess(mask) {
  if (!mask) return h('span', { className: 'guess' }, '\u00a0');
  const right = mask.truth ? (mask.truth.id === mask.best[0].id ? ' \u2713' : ' \u2717') : '';
  return h('span', { className: 'guess' }, `${mask.best[0].piece} ${percent(mask.best[0].probability)}${right}`);
}

function pieceButton(answer, token, mask, change) {
  const given = mask?.kind === 'given';
  return h('button', {
    type: 'button', className: `piece ${mask?.kind ?? 'seen'}`, 'aria-pressed': mask ? 'true' : 'false',
    'data-focus': `piece-${token.position}`, 'data-position': token.position, 'aria-disabled': given,
    onclick: given ? null : () => change({ toggled: token.position }),
  },
  h('span', { className: 'fate' }, mask ? fates[mask.kind] : '\u00a0'),
  h('span', { className: 'text' }, shownText(answer, token, mask)),
  guess(mask),
  h('span', { className: 'unseen' }, spoken(answer, token, mask)));
}

/** Pieces of one word stand together; white space of the text stands between words. */
export function sentence(answer, change) {
  const masks = new Map(answer.explanation.masks.map(mask => [mask.position, mask]));
  const tokens = answer.tokens.filter(token => !token.special || masks.has(token.position));
  const groups = [];
  let end = 0;
  for (const token of tokens) {
    const button = pieceButton(answer, token, masks.get(token.position), change);
    const space = firstLetter(answer, token) > end || groups.length === 0;
    if (space) groups.push([]);
    groups.at(-1).push(button);
    end = Math.max(end, token.end);
  }
  return h('div', {
    className: 'sentence', role: 'group', 'aria-label': 'The sentence: press a word to hide it', dir: 'auto',
  }, groups.map(group => h('span', { className: 'word' }, group)));
}
