// node lines.mjs TOKENIZER.json LINES.txt IDS.txt [ROUNDS]: asks Hugging Face's library for the ids of each line, writes
// them a line each for `Cloze.Benchmarks tokenize-oracle`, and says how fast it was, by its processor's time.
import { readFileSync, writeFileSync } from "node:fs";

process.env.TOKENIZERS_PARALLELISM = "false";
const { Tokenizer } = await import("tokenizers");
const [definition, input, output, rounds = 1] = process.argv.slice(2);
const tokenizer = Tokenizer.fromString(readFileSync(definition, "utf8"));
const lines = readFileSync(input, "utf8").split("\n").slice(0, -1);
const atATime = 1000;
const ids = [];
let tokens = 0, best = Infinity;
for (let round = 0; round < Number(rounds); round++) {
  let spent = 0;
  tokens = 0;
  for (let at = 0; at < lines.length; at += atATime) {
    const some = lines.slice(at, at + atATime);
    const before = process.cpuUsage();
    const encodings = await tokenizer.encodeBatch(some);
    const after = process.cpuUsage(before);
    spent += (after.user + after.system) / 1e6;
    for (const encoding of encodings) {
      const found = encoding.getIds();
      tokens += found.length;
      if (round === 0) ids.push(found.join(" "));
    }
  }

  best = Math.min(best, spent);
}

writeFileSync(output, ids.join("\n") + "\n");
const speed = (tokens / best / 1e6).toFixed(3);
console.log(`${lines.length} lines, ${tokens} tokens, ${best.toFixed(2)} s, ${speed} M tokens/s`);
