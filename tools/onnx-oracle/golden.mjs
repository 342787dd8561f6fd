// A family's golden model through an exported graph, beside the logits that transformers gave in float64.
// node golden.mjs prepare GOLDEN FOLDER: the model with a vocabulary of its size, so that it can be exported.
// node golden.mjs compare GOLDEN FOLDER...: the graphs of exported folders, on the golden inputs.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTensors, valuesOf } from "./safetensors.mjs";

const [verb, golden, ...folders] = process.argv.slice(2);
const graphs = ["model", "model_fp16", "model_quantized"];

function prepare(folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of ["config.json", "model.safetensors"]) copyFileSync(join(golden, file), join(folder, file));
  const { vocab_size: size } = JSON.parse(readFileSync(join(golden, "config.json"), "utf8"));
  const pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
  while (pieces.length < size) pieces.push(`w${pieces.length}`);
  writeFileSync(join(folder, "vocab.txt"), pieces.join("\n") + "\n");
}

function best(values, start, count) {
  let found = 0;
  for (let i = 1; i < count; i++) if (values[start + i] > values[start + found]) found = i;
  return found;
}

async function compare(path, inputs, expected) {
  const ort = (await import("onnxruntime-node")).default;
  const session = await ort.InferenceSession.create(path);
  const feeds = Object.fromEntries(session.inputNames.map((name) => {
    const tensor = inputs.get(name);
    return [name, new ort.Tensor("int64", BigInt64Array.from(valuesOf(tensor).map(BigInt)), tensor.shape)];
  }));
  const { data, dims: [, length, size] } = (await session.run(feeds)).logits;
  const wanted = valuesOf(expected.get("masked_logits")), rows = valuesOf(expected.get("masked_rows"));
  let difference = 0, largest = 0, same = 0;
  for (let row = 0; row < rows.length / 2; row++) {
    const start = (rows[2 * row] * length + rows[2 * row + 1]) * size;
    for (let i = 0; i < size; i++) {
      difference = Math.max(difference, Math.abs(data[start + i] - wanted[row * size + i]));
      largest = Math.max(largest, Math.abs(wanted[row * size + i]));
    }

    if (best(data, start, size) === best(wanted, row * size, size)) same++;
  }

  console.log(`${path}: largest difference of a logit ${difference.toExponential(1)}, largest logit `
    + `${largest.toFixed(2)}, the same best piece at ${same} of ${rows.length / 2} masks`);
}

if (verb === "prepare") {
  prepare(folders[0]);
} else {
  const { tensors: inputs } = readTensors(join(golden, "inputs.safetensors"));
  const { tensors: expected } = readTensors(join(golden, "expected.safetensors"));
  for (const folder of folders) {
    for (const graph of graphs) {
      const path = join(folder, "onnx", `${graph}.onnx`);
      if (existsSync(path)) await compare(path, inputs, expected);
    }
  }
}
