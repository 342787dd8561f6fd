// Step 1: the pieces of the text and their ids.
import { h } from '../dom.js';
import { count, plural } from '../numbers.js';
import { table } from './table.js';

/** The pieces as tags; those of one word stand together. */
export function pieces(answer) {
  const { tokens, vocabulary_size: size } = answer.explanation;
  const joined = position => {
    const word = answer.tokens[position].word;
    return position > 0 && word !== undefined && word === answer.tokens[position - 1].word;
  };
  return [
    h('p', {}, 'The text is cleaned, split at white space and punctuation, and every word is cut greedily into the '
      + `longest pieces that the vocabulary of ${count(size)} has. `, h('code', {}, '##'),
    ' marks a piece that goes on a word; ',
    h('code', {}, '[CLS]'), ' opens the sequence and ', h('code', {}, '[SEP]'), ' closes it. ',
    `Here: ${plural(tokens.length, 'token')}.`),
    h('ol', { className: 'pieces', 'aria-label': 'Pieces with their ids' }, tokens.map(token => h('li', {
      className: `${joined(token.position) ? 'joined' : ''} `
        + `${answer.tokens[token.position].special ? 'special' : ''}`,
    }, h('code', {}, token.piece), h('span', {}, `${token.id}`)))),
    h('details', {}, h('summary', {}, 'Every column the model receives'), table(
      'Pieces, ids, token types and attention mask',
      ['#position', 'piece', '#id', '#token type', '#attention', 'the model sees', '#its id'],
      tokens.map(token => ({
        className: token.id === token.input_id ? null : 'changed',
        cells: [
          token.position, token.piece, token.id, token.type_id, token.attention, token.input_piece, token.input_id,
        ],
      })))),
  ];
}
