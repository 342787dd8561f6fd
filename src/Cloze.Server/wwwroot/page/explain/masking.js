// Step 2: which positions are to be predicted, and what the model sees there.
import { h } from '../dom.js';
import { plural } from '../numbers.js';
import { masksOf, withKind } from './choice.js';

const fates = {
  mask: 'became [MASK]', random: 'became a random piece', kept: 'stayed', given: 'is a gap of the text',
};

function kindChoice(answer, mask, change) {
  const id = `kind-${mask.position}`, token = answer.explanation.tokens[mask.position];
  const kinds = ['mask', 'kept', ...(mask.kind === 'random' ? ['random'] : [])];
  const select = h('select', { id, 'data-focus': id, 'aria-label': `What becomes of ${token.piece}` }, kinds.map(kind =>
    h('option', { value: kind, selected: kind === mask.kind }, kind === 'random'
      ? `became the random piece ${token.input_piece}` : fates[kind])));
  select.addEventListener('change', () =>
    change({ masks: withKind(masksOf(answer), mask.position, select.value, token.input_id) }));
  return select;
}

function who(answer) {
  if (answer.chosen_by === 'text') return 'The gaps stand in the text itself. ';
  if (answer.chosen_by === 'seed') return `Seed ${answer.seed} drew them; the same seed draws the same. `;
  return 'You chose them. ';
}

/** The fates in numbers, then each position with its own. */
export function masking(answer, state, change) {
  const { masks, tokens } = answer.explanation;
  const ordinary = answer.tokens.filter(token => !token.special).length;
  const number = kind => masks.filter(mask => mask.kind === kind).length;
  const parts = Object.entries(fates).filter(([kind]) => number(kind) > 0)
    .map(([kind, fate]) => `${number(kind)} ${fate}`);
  return [
    h('p', {}, 'BERT chooses 15 % of the ordinary tokens, at least one. Of these 80 % become ', h('code', {}, '[MASK]'),
      ', 10 % a random piece, and 10 % stay; the model must name the true word at all of them.'),
    h('p', {}, who(answer), `${masks.length} of ${plural(ordinary, 'ordinary token')}: ${parts.join(', ')}.`),
    h('ul', { className: 'fates' }, masks.map(mask => h('li', { className: mask.kind },
      h('span', { className: 'position' }, `position ${mask.position}`),
      h('code', {}, tokens[mask.position].piece),
      mask.kind === 'given' ? h('span', {}, fates.given) : kindChoice(answer, mask, change)))),
  ];
}
