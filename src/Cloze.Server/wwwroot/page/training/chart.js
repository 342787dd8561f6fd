// A chart over the steps of a run, drawn at the size it has; pointer and arrow keys read it out.
import { h, put, svg } from '../dom.js';
import { count, digitsOf, fixed, ticks } from '../numbers.js';

const height = 260, left = 58, right = 12, top = 12, bottom = 26, roomOfLabel = 34;

function range(series, line, fromZero) {
  const values = series.flatMap(one => one.points.map(([, value]) => value)).filter(Number.isFinite);
  if (line) values.push(line.value);
  const sorted = values.sort((a, b) => a - b);
  return [fromZero ? 0 : sorted[0], sorted[Math.ceil((sorted.length - 1) * 0.995)] || 1];
}

function scales(series, line, fromZero, width) {
  const last = Math.max(...series.flatMap(one => one.points.map(([step]) => step)), 1);
  const [low, high] = range(series, line, fromZero);
  const x = step => left + step / last * (width - left - right);
  const y = value => top + (1 - (Math.min(value, high) - low) / (high - low || 1)) * (height - top - bottom);
  return { last, low, high, x, y };
}

const path = (points, { x, y }) => points.filter(([, value]) => Number.isFinite(value))
  .map(([step, value], index) => `${index ? 'L' : 'M'}${x(step).toFixed(1)} ${y(value).toFixed(1)}`).join('');

/** Where a step's label stands by its place: one at the edge keeps within the chart. */
function anchor(x, width) {
  if (x <= left) return 'start';
  return x > width - roomOfLabel ? 'end' : 'middle';
}

function axes(scale, width) {
  const rows = ticks(scale.low, scale.high, 5), columns = ticks(0, scale.last, Math.max(3, width / 130));
  const digits = digitsOf(rows.length > 1 ? rows[1] - rows[0] : 1);
  return [
    rows.map(value => svg('g', { class: 'tick' },
      svg('line', { x1: left, x2: width - right, y1: scale.y(value), y2: scale.y(value) }),
      svg('text', { x: left - 8, y: scale.y(value) + 4, 'text-anchor': 'end' },
        digits === 0 ? count(value) : fixed(value, digits)))),
    columns.map(value => svg('g', { class: 'tick' }, svg('text', {
      x: Math.min(scale.x(value), width), y: height - 6, 'text-anchor': anchor(scale.x(value), width),
    }, count(value)))),
  ];
}

function drawSeries(one, scale) {
  if (one.className !== 'dots') return svg('path', { d: path(one.points, scale), class: one.className });
  return one.points.map(([step, value]) =>
    svg('circle', { cx: scale.x(step), cy: scale.y(value), r: 4, class: 'dots' }));
}

const baseline = (line, scale, width) => line && svg('g', { class: 'baseline' },
  svg('line', { x1: left, x2: width - right, y1: scale.y(line.value), y2: scale.y(line.value) }),
  svg('text', { x: width - right, y: scale.y(line.value) - 6, 'text-anchor': 'end' }, line.name));

/** A value of any size in few digits. */
function short(value) {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 100 ? count(value) : size < 0.01 ? value.toExponential(2) : fixed(value, 3);
}

/** The values nearest to a step, in words. */
function wordsAt(step, series, unit) {
  const near = points => points.reduce((best, point) =>
    Math.abs(point[0] - step) < Math.abs(best[0] - step) ? point : best);
  const parts = series.filter(one => one.points.length > 0).map(one => {
    const [at, value] = near(one.points);
    return `${one.name} ${short(value)}${one.className === 'dots' ? ` at step ${count(at)}` : ''}`;
  });
  return `step ${count(step)}: ${parts.join(', ')}${unit ? ` (${unit})` : ''}`;
}

/** Where a key moves the cursor; null where the key is for somebody else. */
function moved(key, step, last) {
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const shares = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10 };
  return shares[key] ? step + Math.sign(shares[key]) * Math.max(1, Math.abs(shares[key]) * last / 100) : null;
}

function legend(series) {
  if (series.length < 2) return null;
  return h('ul', { className: 'legend' }, series.map(one =>
    h('li', {}, svg('svg', { viewBox: '0 0 24 10', 'aria-hidden': 'true' }, one.className === 'dots'
      ? svg('circle', { cx: 12, cy: 5, r: 4, class: 'dots' }) : svg('path', { d: 'M0 5L24 5', class: one.className })),
    one.name)));
}

/** A chart with its title; a slider to those who listen. Options: line { name, value }, fromZero. */
export function chart(title, unit, series, options = {}) {
  const out = h('p', { className: 'out' });
  const place = h('div', {
    className: 'chart', tabindex: 0, role: 'slider', 'aria-label': `${title} over the steps`, 'aria-valuemin': 0,
  });
  let scale, cursor, step = null;
  const look = value => {
    step = Math.min(scale.last, Math.max(0, Math.round(value)));
    out.textContent = wordsAt(step, series, unit);
    place.setAttribute('aria-valuenow', step);
    place.setAttribute('aria-valuetext', out.textContent);
    cursor.setAttribute('transform', `translate(${scale.x(step).toFixed(1)} 0)`);
    cursor.setAttribute('class', 'cursor');
  };
  const draw = () => {
    const width = place.clientWidth;
    if (width === 0) return;
    scale = scales(series, options.line, options.fromZero, width);
    cursor = svg('line', { class: 'cursor away', y1: top, y2: height - bottom });
    put(place, svg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
      axes(scale, width).flat(), baseline(options.line, scale, width),
      series.map(one => drawSeries(one, scale)), cursor));
    place.setAttribute('aria-valuemax', scale.last);
    look(step ?? scale.last);
    if (step === scale.last) cursor.setAttribute('class', 'cursor away');
  };
  place.addEventListener('pointermove', event => look(
    (event.clientX - place.getBoundingClientRect().left - left) / (place.clientWidth - left - right) * scale.last));
  place.addEventListener('keydown', event => {
    const target = moved(event.key, step, scale.last);
    if (target === null) return;
    event.preventDefault();
    look(target);
  });
  new ResizeObserver(draw).observe(place);
  return h('figure', {}, h('figcaption', {},
    h('h2', {}, title, unit ? h('span', { className: 'unit' }, ` ${unit}`) : null), legend(series)), place, out);
}
