// Tries every Unicode scalar value: which are marks to StripAccents, parts of words to Whitespace, letters, numbers and
// white space to ByteLevel's expression, numbers to Digits; which NFC leaves taken apart, and what NFKD makes of them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  byteLevelPreTokenizer, digitsPreTokenizer, nfcNormalizer, nfdNormalizer, nfkdNormalizer, stripAccentsNormalizer,
  whitespacePreTokenizer,
} from "tokenizers";

const strip = stripAccentsNormalizer();
const words = whitespacePreTokenizer();
const bytes = byteLevelPreTokenizer(false, true);
const digits = digitsPreTokenizer(true);
const [nfc, nfd, nfkd] = [nfcNormalizer(), nfdNormalizer(), nfkdNormalizer()];
const sets = { combining: [], word: [], letter: [], number: [], blank: [], numeric: [], apart: [] };
const compatible = [];
const hex = (scalar) => scalar.toString(16).toUpperCase();
for (let scalar = 0; scalar < 0x110000; scalar++) {
  if (scalar >= 0xd800 && scalar < 0xe000) continue;
  const character = String.fromCodePoint(scalar);
  const text = "a" + character + "b";
  const is = {
    combining: strip.normalizeString(text) === "ab",
    word: words.preTokenizeString(text).length === 1,
    letter: bytes.preTokenizeString("a" + character).length === 1,
    number: bytes.preTokenizeString("1" + character).length === 1,
    numeric: digits.preTokenizeString("a" + character).length === 2,
  };
  is.blank = !is.letter && !is.number && bytes.preTokenizeString("!" + character).length === 2;
  if (scalar < 0xac00 || scalar > 0xd7a3) {
    const decomposed = nfd.normalizeString(character), whole = nfkd.normalizeString(character);
    is.apart = decomposed !== character && nfc.normalizeString(character) !== character;
    if (whole !== decomposed) compatible.push(`${hex(scalar)}:${[...whole].map((c) => hex(c.codePointAt(0))).join(",")}`);
  }

  for (const name of Object.keys(sets)) if (is[name]) sets[name].push(scalar);
}

const ranges = (scalars) => {
  const found = [];
  for (const scalar of scalars) {
    const last = found.at(-1);
    if (last && last[1] === scalar - 1) last[1] = scalar;
    else found.push([scalar, scalar]);
  }

  return found.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}..${hex(last)}`)).join(" ");
};

const lines = Object.entries(sets).map(([name, set]) => ` "${name}": "${ranges(set)}"`);
lines.push(` "compatible": "${compatible.join(" ")}"`);
writeFileSync(join(process.argv[2], "characters.json"), `{\n${lines.join(",\n")}\n}\n`);
