// node tokenizer.mjs FOLDER LINES.txt: opens the tokenizer of a folder with AutoTokenizer of transformers.js and with
// `tokenizers`, and compares the ids of each line, special tokens included, with those that `cloze tokenize FOLDER
// --input LINES.txt --json` printed into LINES.jsonl; says the longest input and which inputs the model is given.
import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { AutoTokenizer, env } from "@huggingface/transformers";
import { Tokenizer } from "tokenizers";

const [folder, input] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = dirname(resolve(folder));
const auto = await AutoTokenizer.from_pretrained(basename(resolve(folder)));
const fast = Tokenizer.fromString(readFileSync(join(folder, "tokenizer.json"), "utf8"));
const read = (path) => readFileSync(path, "utf8").split("\n").slice(0, -1);
const lines = read(input), answers = read(input.replace(/\.txt$/, ".jsonl")).map((line) => JSON.parse(line));
let autoSame = 0, fastSame = 0;
for (const [index, line] of lines.entries()) {
  const expected = answers[index].input_ids.join();
  if (auto.encode(line).join() === expected) autoSame++;
  if ((await fast.encode(line)).getIds().join() === expected) fastSame++;
}

const given = Object.keys(auto("the cat"));
console.log(
  `${lines.length} lines: AutoTokenizer has Cloze's ids for ${autoSame}, tokenizers for ${fastSame}; ` +
    `model_max_length ${auto.model_max_length}, inputs ${given.join(", ")}, mask ${auto.mask_token} ` +
    `${auto.mask_token_id}`);
