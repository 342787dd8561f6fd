// Asks transformers.js to fill the masks of texts, and compares with what Cloze answered.
// node fill-mask.mjs FOLDER ANSWERS.jsonl [fp32|fp16|q8]: ANSWERS as `cloze fill --input TEXTS --json` prints them,
// TEXTS a text a line with one mask each, beside it with the ending .txt.
import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { env, pipeline } from "@huggingface/transformers";

const [folder, answers, dtype = "fp32"] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = dirname(resolve(folder));
const fill = await pipeline("fill-mask", basename(resolve(folder)), { dtype, device: "cpu" });

const lines = (path) => readFileSync(path, "utf8").split("\n").filter((line) => line.length > 0);
const texts = lines(answers.replace(/\.jsonl$/, ".txt"));
const expected = lines(answers).map((line) => JSON.parse(line).predictions);
let largest = 0, first = 0, same = 0, places = 0;
for (const [index, text] of texts.entries()) {
  const found = await fill(text, { top_k: expected[index].length });
  if (found[0].token === expected[index][0].token) first++;
  for (const [place, prediction] of expected[index].entries()) {
    places++;
    const sameText = found[place].token_str.trim() === prediction.token_str.trim();
    if (found[place].token === prediction.token && sameText) same++;
    largest = Math.max(largest, Math.abs(found[place].score - prediction.score));
  }
}

console.log(
  `${dtype}: ${texts.length} texts, the first word is Cloze's in ${first}; ${same} of ${places} predictions are the ` +
    `same word at the same place; largest difference of a probability ${largest.toExponential(1)}`);
