// node family.mjs GOLDEN TOKENIZER FOLDER: gives a small model of a family, as ../shared/golden/families has them, the
// vocabulary of a tokenizer (a folder) and room for 128 tokens, with random rows for both, so that it can be trained
// for a moment and asked about text.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTensors } from "./safetensors.mjs";

const [golden, tokenizer, folder] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const config = read(join(golden, "config.json"));
const { model, added_tokens: added } = read(join(tokenizer, "tokenizer.json"));
const pieces = Array.isArray(model.vocab) ? model.vocab.length : Object.keys(model.vocab).length;
const vocabulary = Math.max(pieces, ...added.map(({ id }) => id + 1));
const first = config.model_type.includes("roberta") ? config.pad_token_id + 1 : 0;
const sizes = new Map([[config.vocab_size, vocabulary], [config.max_position_embeddings, first + 128]]);

let state = 1;
const random = () => ((state = (state * 48271) % 2147483647) / 2147483647 - 0.5) * 0.1;
const { metadata, tensors } = readTensors(join(golden, "model.safetensors"));
const header = { __metadata__: metadata }, parts = [];
let offset = 0;
for (const [name, { shape, bytes }] of tensors) {
  const size = sizes.get(shape[0]);
  const grown = size === undefined ? shape : [size, ...shape.slice(1)];
  const values = size === undefined
    ? bytes
    : Buffer.from(Float32Array.from({ length: grown.reduce((a, b) => a * b) }, random).buffer);
  header[name] = { dtype: "F32", shape: grown, data_offsets: [offset, (offset += values.length)] };
  parts.push(values);
}

let text = JSON.stringify(header);
text += " ".repeat((8 - (text.length % 8)) % 8);
const length = Buffer.alloc(8);
length.writeBigUInt64LE(BigInt(text.length));
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "model.safetensors"), Buffer.concat([length, Buffer.from(text), ...parts]));
const grown = { ...config, vocab_size: vocabulary, max_position_embeddings: first + 128 };
writeFileSync(join(folder, "config.json"), JSON.stringify(grown, null, 2));
for (const file of readdirSync(tokenizer)) copyFileSync(join(tokenizer, file), join(folder, file));
