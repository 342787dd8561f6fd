// Which positions are to be predicted, as a link says it: "3,5k,7r474" is 3 masked, 5 kept, 7 become id 474.

const letters = { k: 'kept', r: 'random' };

/** Reads the masks of a link; null where there are none or where they make no sense. */
export function readMasks(text) {
  if (!text) return null;
  const masks = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,5})(?:(k)|(r)(\d{1,7}))?$/.exec(part);
    if (!match) return null;
    const kind = letters[match[2] ?? match[3]] ?? 'mask';
    masks.push({ position: Number(match[1]), kind, ...(kind === 'random' ? { input_id: Number(match[4]) } : {}) });
  }
  return masks;
}

/** Writes them; null for a draw. */
export const writeMasks = masks => masks === null ? null : masks.map(mask =>
  mask.position + (mask.kind === 'kept' ? 'k' : mask.kind === 'random' ? `r${mask.input_id}` : '')).join(',');

/** As the server takes them: a plain number is a mask. */
export const requestMasks = masks => masks?.map(mask => mask.kind === 'mask' ? mask.position : mask);

/** What an answer has chosen, as a choice by hand to go on from. */
export const masksOf = answer => answer.explanation.masks.map(mask => ({
  position: mask.position,
  kind: mask.kind === 'given' ? 'mask' : mask.kind,
  ...(mask.kind === 'random' ? { input_id: answer.explanation.tokens[mask.position].input_id } : {}),
}));

/** The choice with one position in it or out of it. */
export function toggle(masks, position) {
  const without = masks.filter(mask => mask.position !== position);
  if (without.length < masks.length) return without;
  return [...masks, { position, kind: 'mask' }].sort((a, b) => a.position - b.position);
}

/** The choice with another fate for a position. */
export const withKind = (masks, position, kind, inputId) => masks.map(mask => mask.position !== position
  ? mask : { position, kind, ...(kind === 'random' ? { input_id: inputId } : {}) });
