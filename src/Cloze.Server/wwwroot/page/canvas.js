// Canvases for what is too many cells for elements. Each has its words beside it or in its label.
import { h } from './dom.js';

/** The colours of the theme in force. */
function colors() {
  const style = getComputedStyle(document.documentElement);
  return { ink: style.getPropertyValue('--ink').trim(), accent: style.getPropertyValue('--accent').trim() };
}

/** A canvas that is painted anew at every size and theme: paint(context, width, height, colors). */
export function canvas(label, className, paint) {
  const element = h('canvas', { role: 'img', 'aria-label': label, className });
  element.draw = () => {
    const width = element.clientWidth, height = element.clientHeight, ratio = devicePixelRatio || 1;
    if (width === 0 || height === 0) return;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    const context = element.getContext('2d');
    context.scale(ratio, ratio);
    paint(context, width, height, colors());
  };
  new ResizeObserver(() => element.draw()).observe(element);
  return element;
}

/** Paints a cell: its strength in [-1, 1], accent above zero, ink below. */
export function cell(context, strength, palette, x, y, width, height) {
  context.globalAlpha = Math.min(1, Math.abs(strength));
  context.fillStyle = strength < 0 ? palette.ink : palette.accent;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
}
