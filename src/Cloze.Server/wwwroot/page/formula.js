// Formulas in MathML: browsers set them, screen readers read them.
import { h, math } from './dom.js';

export const name = text => math('mi', {}, text);
export const number = text => math('mn', {}, text);
export const sign = text => math('mo', {}, text);
export const word = text => math('mtext', {}, text);
export const row = (...parts) => math('mrow', {}, ...parts);
export const over = (above, below) => math('mfrac', {}, above, below);
export const sub = (base, index) => math('msub', {}, base, index);
export const root = inner => math('msqrt', {}, inner);
export const hat = base => math('mover', { accent: 'true' }, base, sign('^'));
export const sum = below => math('munder', {}, sign('\u2211'), below);
export const call = (text, ...inside) => row(name(text), sign('('), ...inside, sign(')'));

/** One formula on a line of its own, set large as in print. */
export const formula = (...parts) =>
  h('div', { className: 'formula' }, math('math', {}, math('mstyle', { displaystyle: 'true' }, row(...parts))));
