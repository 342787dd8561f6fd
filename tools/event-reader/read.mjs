// Reads one of TensorBoard's event files with protobufjs and prints its events as JSON. The messages are written down
// here from TensorFlow's own, apart from those that Cloze writes with; both sums of each record are checked.
import fs from 'node:fs';
import protobuf from 'protobufjs';

const { root } = protobuf.parse(`
  syntax = "proto3";
  message Event {
    double wall_time = 1;
    int64 step = 2;
    oneof what { string file_version = 3; Summary summary = 5; SessionLog session_log = 7; }
  }
  message SessionLog { int32 status = 1; }
  message Summary { repeated Value value = 1; }
  message Value {
    string tag = 1;
    oneof value { float simple_value = 2; Tensor tensor = 8; }
    Metadata metadata = 9;
  }
  message Metadata { PluginData plugin_data = 1; }
  message PluginData { string plugin_name = 1; bytes content = 2; }
  message Tensor { int32 dtype = 1; Shape tensor_shape = 2; repeated bytes string_val = 8; }
  message Shape { repeated Dim dim = 2; }
  message Dim { int64 size = 1; string name = 2; }
`);
const Event = root.lookupType('Event');

function crc32c(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

function check(bytes, stored, what) {
  const crc = crc32c(bytes);
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  if (masked !== stored) throw new Error(`${what}: the sum is ${stored}, expected ${masked}`);
}

function describe(record) {
  const event = Event.decode(record), values = event.summary?.value ?? [];
  const pick = (test, show) => Object.fromEntries(values.filter(test).map(value => [value.tag, show(value)]));
  return {
    step: Number(event.step),
    version: event.fileVersion || undefined,
    numbers: pick(value => value.value === 'simpleValue', value => value.simpleValue),
    texts: pick(value => value.value === 'tensor', value => Buffer.from(value.tensor.stringVal[0]).toString('utf8')),
  };
}

const file = fs.readFileSync(process.argv[2]), events = [];
for (let at = 0; at < file.length;) {
  const length = Number(file.readBigUInt64LE(at)), record = file.subarray(at + 12, at + 12 + length);
  check(file.subarray(at, at + 8), file.readUInt32LE(at + 8), `length at ${at}`);
  check(record, file.readUInt32LE(at + 12 + length), `record at ${at}`);
  events.push(describe(record));
  at += 16 + length;
}
console.log(JSON.stringify(events));
