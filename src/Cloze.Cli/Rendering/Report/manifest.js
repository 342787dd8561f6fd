// What the run is made of: enough to make it again, and to know that two runs are the same.
import { h } from '../dom.js';
import { count, plural } from '../numbers.js';

const code = text => h('code', {}, text);

const rows = entries => entries.filter(([, value]) => value !== null && value !== undefined)
  .flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]);

const date = text => `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;

function sessions(starts) {
  return starts.map(start => start.step === 0 ? `begun ${date(start.time)}`
    : `resumed after step ${count(start.step)} ${date(start.time)}`).join('; ');
}

/** The hashes, the versions and the options. */
export function manifest(run) {
  const all = run.manifest, model = all.model, corpus = all.corpus;
  return h('section', { id: 'manifest' },
    h('h2', {}, 'What it is made of'),
    h('p', { className: 'hint' }, 'The same hashes, version and instruction set or device give the same weights, on '
      + 'any number of threads and after any interruption, where the budget is not one of minutes and the run began '
      + 'with the same model or with none.'),
    h('dl', { className: 'manifest' }, rows([
      ['Model', `${plural(model.layers, 'layer')}, hidden size ${count(model.hidden_size)}, `
        + `${plural(model.attention_heads, 'attention head')}, ${count(model.vocabulary_size)} pieces, `
        + `${count(model.parameters)} parameters`],
      ['Corpus', `${plural(corpus.training_documents, 'document')} of ${count(corpus.training_tokens)} tokens; held `
        + `out ${plural(corpus.held_out_documents, 'document')} of ${count(corpus.held_out_tokens)} tokens`],
      ['Training data', code(all.training_hash)],
      ['Held-out data', code(all.held_out_hash)],
      ['Masks of the evaluation', code(all.mask_hash)],
      ['Vocabulary', code(all.vocabulary_hash)],
      ['tokenizer.json', all.tokenizer_hash ? code(all.tokenizer_hash) : null],
      ['Configuration', code(all.configuration_hash)],
      ['Code', `Cloze ${all.version}`],
      ['Machine', `${all.backend}; ${all.runtime}; ${all.system}`],
      ['Sessions', sessions(run.starts)],
    ])),
    h('details', {}, h('summary', {}, 'Every option'), h('dl', { className: 'manifest' },
      rows(Object.entries(run.options).map(([name, value]) => [name, String(value)])))));
}
