// Elements without markup: whatever comes from a text or from the server is set as text, never as HTML.

const svgNamespace = 'http://www.w3.org/2000/svg';
const mathNamespace = 'http://www.w3.org/1998/Math/MathML';

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'vars') for (const [key, item] of Object.entries(value)) element.style.setProperty(key, item);
    else if (name === 'value' || name === 'checked') element[name] = value;
    else element.setAttribute(name === 'className' ? 'class' : name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** An HTML element: h('p', { className: 'note' }, 'text', child). Handlers are named onclick and so on. */
export const h = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);

/** An SVG element. */
export const svg = (tag, properties, ...children) =>
  fill(document.createElementNS(svgNamespace, tag), properties, children);

/** A MathML element. */
export const math = (tag, properties, ...children) =>
  fill(document.createElementNS(mathNamespace, tag), properties, children);

/** Replaces what an element holds. */
export const put = (element, ...children) =>
  element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined));

/** Says something to people who listen to the page. */
export function announce(text) {
  const status = document.getElementById('status');
  if (status.textContent !== text) status.textContent = text;
}

/** A sentence for a failure, with what to do. */
export const problem = error => h('div', { className: 'problem', role: 'alert' },
  h('p', {}, error.message), error.hint ? h('p', { className: 'hint' }, error.hint) : null);

/** Calls a function once the calls for it have paused. */
export function debounce(action, milliseconds) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}

/** Copies the link of what is shown, and says so on the button. */
export function linkButton() {
  const button = h('button', { type: 'button', className: 'quiet link' }, 'Copy link');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = 'Copied';
      announce('The link is copied.');
    } catch {
      button.textContent = 'Copy it from the address bar';
    }
    setTimeout(() => { button.textContent = 'Copy link'; }, 2500);
  });
  return button;
}
