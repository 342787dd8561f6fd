// A row of radio buttons with numbers; 0 stands for the mean of all.
import { h } from '../dom.js';

/** Numbers from first to last, one of them chosen. */
export function radios(name, legend, last, first, chosen, choose) {
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return h('fieldset', {}, h('legend', {}, legend), numbers.map(number => h('label', {},
    h('input', {
      type: 'radio', name, value: number, checked: number === chosen, 'data-focus': `${name}-${number}`,
      onchange: () => choose(number),
    }), h('span', {}, number === 0 ? 'mean' : `${number}`))));
}
