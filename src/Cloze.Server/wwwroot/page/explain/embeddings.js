// Step 3: rows of tables are added and normalised.
import { h } from '../dom.js';
import { call, formula, name, number, row, sign, sub } from '../formula.js';
import { rowChoice, vectorList } from './vectors.js';

const tables = {
  word: () => 'the row of its piece',
  position: ({ first_position: first }) => `the row of its place${first > 0 ? ` (counted from ${first})` : ''}`,
  type: () => 'the row of its segment',
};

/** The table and index of a vector that was looked up; null for what was computed. */
function looked(vector) {
  const [, table, index] = /^(word|position|type)\[(\d+)\]$/.exec(vector.name) ?? [];
  return table ? { table, index } : null;
}

function signOf(vector, index) {
  if (index === 0) return '';
  return looked(vector) ? '+' : vector.name === 'sum' ? '=' : '';
}

function story(rows, projects, layout) {
  const words = rows.map(({ table }) => tables[table](layout));
  const sum = words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}, added, then` : words[0] + ',';
  return `${sum} brought to mean 0 and variance 1, scaled and shifted`
    + (projects ? ', then taken to the width of the layers by a linear one.' : '.')
    + (layout.norms_first
      ? ' Where it stands is told later: each layer turns queries and keys by an angle for the place.' : '');
}

/** The parts of one token's first vector, their sum and its LayerNorm. */
export function embeddings(answer, state, change) {
  const { embeddings: parts, hidden_size: size, token_count: tokens, row: position, layout } = answer.explanation;
  const rows = parts.map(looked).filter(found => found);
  const projects = parts.at(-1).name.endsWith('projected');
  const terms = rows.flatMap(({ table, index }, place) => [
    ...(place ? [sign('+')] : []), row(name(table), sign('['), number(index), sign(']')),
  ]);
  const normed = call('LayerNorm', ...terms);
  return [
    h('p', {}, `Each token begins as ${size} numbers: ${story(rows, projects, layout)} `
      + `All together [T, H] = [${tokens}, ${size}].`),
    formula(sub(name('x'), number(`${position}`)), sign('='), ...(projects ? [name('W'), normed] : [normed])),
    rowChoice(answer, change, 'row-embeddings'),
    vectorList(parts, parts.map(signOf)),
    h('p', { className: 'key' }, h('span', { className: 'swatch positive' }), 'above zero ',
      h('span', { className: 'swatch negative' }), 'below zero; the stronger, the larger within its row.'),
  ];
}
