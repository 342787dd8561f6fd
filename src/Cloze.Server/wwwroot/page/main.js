// The three views, the model and the theme.
import * as api from './api.js';
import { announce, h, problem, put } from './dom.js';
import * as link from './link.js';
import { showExplain } from './explain/view.js';
import { showSurprise } from './surprise/view.js';
import { showTraining } from './training/view.js';
import { startTheme } from './themes.js';

const views = {
  explain: { show: showExplain, title: 'Step by step' },
  surprise: { show: showSurprise, title: 'Surprise' },
  training: { show: showTraining, title: 'Training' },
};
const main = document.getElementById('main');
const select = document.getElementById('model');
let served = [];
let leave = null;
let shown = null;

function chosenModel(name) {
  return served.find(model => model.id === name) ?? served[0];
}

/** Shows the view of the address; each gets a place of its own, and is told when it is left. */
function show() {
  const { view, values } = link.read();
  const name = views[view] ? view : 'explain';
  const model = chosenModel(values.model);
  select.value = model.id;
  leave?.();
  for (const item of document.querySelectorAll('nav a')) {
    if (item.dataset.view === name) item.setAttribute('aria-current', 'page');
    else item.removeAttribute('aria-current');
    item.href = `#${item.dataset.view}${values.model ? `?model=${encodeURIComponent(values.model)}` : ''}`;
  }
  document.title = `${views[name].title} \u00b7 Cloze`;
  const place = h('div', { className: `view ${name}` });
  put(main, place);
  const write = state => link.write(name, { ...state, model: model === served[0] ? null : model.id });
  leave = views[name].show(place, { model, values, write }) ?? null;
  if (shown !== null && shown !== name) {
    main.focus();
    scrollTo(0, 0);
  }
  shown = name;
}

function chooseModel() {
  const { view, values } = link.read();
  link.write(views[view] ? view : 'explain', { text: values.text, seed: values.seed, model: select.value });
  show();
}

function askForKey(error) {
  const field = h('input', { id: 'key', type: 'password', autocomplete: 'off', required: true });
  const form = h('form', { className: 'key' },
    problem(error.hint ? error : { message: 'This server asks for a key.' }),
    h('label', { for: 'key' }, 'Key'), field, h('button', { type: 'submit' }, 'Go on'));
  form.addEventListener('submit', event => {
    event.preventDefault();
    api.keepKey(field.value);
    start();
  });
  put(main, form);
  field.focus();
}

async function start() {
  try {
    served = (await api.models()).data;
  } catch (error) {
    if (error.status === 401) askForKey(error);
    else put(main, problem(error));
    return;
  }
  put(select, served.map(model => h('option', { value: model.id }, model.id)));
  select.parentElement.hidden = served.length < 2;
  show();
}

startTheme(document.getElementById('theme'));
select.addEventListener('change', chooseModel);
addEventListener('hashchange', () => {
  if (location.hash === '#main') {
    main.focus();
    return;
  }
  announce('');
  if (served.length > 0) show();
});
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
start();
