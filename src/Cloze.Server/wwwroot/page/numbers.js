// Numbers as people read them: a real minus sign, fixed digits, shares as per cent.

const minus = '\u2212';

/** A number with a fixed count of digits after the point. */
export function fixed(value, digits) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '\u221e' : minus + '\u221e';
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? minus + text : text;
}

/** A whole number in groups of three, which do not break apart. */
export const count = value => Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** A share in [0, 1] as per cent, with enough digits to differ from 0 and 100. */
export function percent(value) {
  const shown = value * 100;
  if (shown > 0 && shown < 0.01) return '<\u00a00.01\u00a0%';
  if (value < 1 && shown > 99.99) return '>\u00a099.99\u00a0%';
  return `${fixed(shown, shown >= 99 || shown < 10 ? 2 : 1)}\u00a0%`;
}

/** One of something, or several. */
export const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many ?? one + 's'}`;

/** Seconds as hours, minutes and seconds. */
export function duration(seconds) {
  const whole = Math.round(seconds), hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

/** Round values for an axis, about as many as asked for. */
export function ticks(smallest, largest, about) {
  const span = largest - smallest || 1, rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough);
  const first = Math.ceil(smallest / step - 1e-9), last = Math.floor(largest / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** How many digits a step of an axis needs. */
export const digitsOf = step => step >= 1 ? 0 : Math.min(8, Math.ceil(-Math.log10(step) - 1e-9));
