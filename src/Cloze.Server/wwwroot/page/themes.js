// The button that changes between the system's theme, light and dark.

const names = { auto: 'System', light: 'Light', dark: 'Dark' };
/** Draws every canvas again, in the colours of the theme in force. */
function redraw() {
  for (const canvas of document.querySelectorAll('canvas')) canvas.draw?.();
}

function keep(theme) {
  const root = document.documentElement;
  if (theme === 'auto') delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    localStorage.setItem('cloze-theme', theme);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

/** Makes the button work. */
export function startTheme(button) {
  const current = () => document.documentElement.dataset.theme ?? 'auto';
  const label = () => {
    button.textContent = names[current()];
    button.setAttribute('aria-label', `Theme: ${names[current()]}. Change it.`);
  };
  button.addEventListener('click', () => {
    const order = Object.keys(names);
    keep(order[(order.indexOf(current()) + 1) % order.length]);
    label();
    redraw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  label();
}
