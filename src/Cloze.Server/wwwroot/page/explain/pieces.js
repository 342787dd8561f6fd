// Step 1: the pieces of the text and their ids.
import { h } from '../dom.js';
import { count, plural } from '../numbers.js';
import { table } from './table.js';

const code = text => h('code', {}, text);

// How each kind of vocabulary cuts words; what marks a piece as the beginning or the rest of one.
const stories = {
  WordPiece: size => ['The text is cleaned, split at white space and punctuation, and every word is cut greedily into '
    + `the longest pieces that the vocabulary of ${size} has. `, code('##'), ' marks a piece that goes on a word; '],
  BPE: size => ['Words begin as single letters or bytes, and neighbours are merged, pair by pair, in the order in '
    + `which the vocabulary of ${size} learned them. A mark such as `, code('\u0120'),
  ' stands for the space before a word; '],
  Unigram: size => ['Of all ways to cut a word into pieces of the vocabulary of '
    + `${size}, the likeliest is taken: the product of the pieces\u2019 probabilities is largest. `, code('\u2581'),
  ' stands for the space before a word; '],
};

/** The pieces as tags; those of one word stand together. */
export function pieces(answer) {
  const { tokens, vocabulary_size: size, layout } = answer.explanation;
  const joined = position => {
    const word = answer.tokens[position].word;
    return position > 0 && word !== undefined && word === answer.tokens[position - 1].word;
  };
  return [
    h('p', {}, stories[layout.piece_model](count(size)), code(tokens[0].piece), ' opens the sequence and ',
      code(tokens.at(-1).piece), ` closes it. Here: ${plural(tokens.length, 'token')}.`),
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
