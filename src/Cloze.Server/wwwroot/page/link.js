// What is shown stands in the fragment of the address: #view?name=value&... A link reproduces it.

/** Reads the address: the view and its values, all texts. */
export function read() {
  const fragment = location.hash.slice(1), mark = fragment.indexOf('?');
  const view = mark < 0 ? fragment : fragment.slice(0, mark);
  return { view, values: Object.fromEntries(new URLSearchParams(mark < 0 ? '' : fragment.slice(mark + 1))) };
}

/** Writes the address without going anywhere; what is empty is left out. */
export function write(view, values) {
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const query = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
  history.replaceState(null, '', query ? `#${view}?${query}` : `#${view}`);
}

/** A whole number of a link within bounds, or what stands for none. */
export function number(text, smallest, largest, otherwise = null) {
  if (!/^\d{1,20}$/.test(text ?? '')) return otherwise;
  const value = Number(text);
  return value >= smallest && value <= largest ? value : otherwise;
}
