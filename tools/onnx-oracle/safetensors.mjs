// Reads a file of safetensors: name -> { dtype, shape, bytes }, in the file's order, and its metadata.
import { readFileSync } from "node:fs";

export function readTensors(path) {
  const file = readFileSync(path), start = 8 + Number(file.readBigUInt64LE(0));
  const { __metadata__: metadata, ...entries } = JSON.parse(file.subarray(8, start).toString("utf8"));
  const tensors = new Map(Object.entries(entries).map(([name, { dtype, shape, data_offsets: [from, to] }]) =>
    [name, { dtype, shape, bytes: file.subarray(start + from, start + to) }]));
  return { metadata, tensors };
}

const readers = {
  I32: [4, (bytes, at) => bytes.readInt32LE(at)],
  I64: [8, (bytes, at) => Number(bytes.readBigInt64LE(at))],
  F32: [4, (bytes, at) => bytes.readFloatLE(at)],
  F64: [8, (bytes, at) => bytes.readDoubleLE(at)],
};

export function valuesOf({ dtype, bytes }) {
  const [size, read] = readers[dtype];
  return Array.from({ length: bytes.length / size }, (_, i) => read(bytes, i * size));
}
