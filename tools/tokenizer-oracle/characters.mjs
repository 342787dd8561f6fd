// Tries every Unicode scalar value: which are marks to StripAccents, and which are parts of words to Whitespace.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripAccentsNormalizer, whitespacePreTokenizer } from "tokenizers";

const strip = stripAccentsNormalizer();
const words = whitespacePreTokenizer();
const combining = [];
const word = [];
for (let scalar = 0; scalar < 0x110000; scalar++) {
  if (scalar >= 0xd800 && scalar < 0xe000) continue;
  const text = "a" + String.fromCodePoint(scalar) + "b";
  if (strip.normalizeString(text) === "ab") combining.push(scalar);
  if (words.preTokenizeString(text).length === 1) word.push(scalar);
}

const hex = (scalar) => scalar.toString(16).toUpperCase();
const ranges = (scalars) => {
  const found = [];
  for (const scalar of scalars) {
    const last = found.at(-1);
    if (last && last[1] === scalar - 1) last[1] = scalar;
    else found.push([scalar, scalar]);
  }

  return found.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}..${hex(last)}`)).join(" ");
};

const lines = Object.entries({ combining, word }).map(([name, set]) => ` "${name}": "${ranges(set)}"`);
writeFileSync(join(process.argv[2], "characters.json"), `{\n${lines.join(",\n")}\n}\n`);
