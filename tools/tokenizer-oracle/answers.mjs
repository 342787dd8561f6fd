// Reads definitions.json and texts.json in a folder, asks Hugging Face's library, and writes answers.json beside them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Tokenizer } from "tokenizers";

const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const { texts, pairs } = read("texts.json");
const answers = {};
for (const [name, definition] of Object.entries(read("definitions.json"))) {
  const tokenizer = Tokenizer.fromString(JSON.stringify(definition));
  answers[name] = [];
  for (const [text, pair] of [...texts.map((text) => [text]), ...pairs]) {
    const encoding = await tokenizer.encode(text, pair ?? null);
    const ids = encoding.getIds();
    answers[name].push({
      text,
      ...(pair === undefined ? {} : { pair }),
      ids,
      types: encoding.getTypeIds(),
      offsets: encoding.getOffsets(),
      decoded: await tokenizer.decode(ids, true),
    });
  }
}

// ASCII alone, a line an answer: invisible characters stay visible, and a change shows in the diff.
const ascii = (value) =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"));
const blocks = Object.entries(answers).map(
  ([name, lines]) => ` ${ascii(name)}: [\n${lines.map((line) => "  " + ascii(line)).join(",\n")}\n ]`);
writeFileSync(join(folder, "answers.json"), `{\n${blocks.join(",\n")}\n}\n`);
