// node sentencepiece.mjs MODEL FORM FOLDER: writes the tokenizer.json and tokenizer_config.json that Hugging Face's
// library makes of a Unigram model of SentencePiece, a .model file as spm_train writes it. FORM: xlm-roberta,
// xlm-roberta-2 (as newer versions of the library write it), albert or albert-2.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [model, form, folder] = process.argv.slice(2);

// The fields of a protocol buffer, each with its number and its bytes or number.
function* fields(bytes) {
  let at = 0;
  const number = () => {
    let value = 0, scale = 1;
    for (; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = number(), kind = key & 7;
    if (kind === 0) yield [key >> 3, number()];
    else {
      const length = kind === 2 ? number() : kind === 5 ? 4 : 8;
      yield [key >> 3, bytes.subarray(at, (at += length))];
    }
  }
}

const pieces = [];
let rules = "";
for (const [field, bytes] of fields(readFileSync(model))) {
  const parts = field === 1 || field === 3 ? Object.fromEntries(fields(bytes)) : {};
  if (field === 1) pieces.push([parts[1].toString("utf8"), parts[2].readFloatLE(0)]);
  if (field === 3) rules = parts[2].toString("base64");
}

const albert = form.startsWith("albert"), newer = form.endsWith("-2");
const precompiled = { type: "Precompiled", precompiled_charsmap: rules };
const replace = (pattern, content) => ({ type: "Replace", pattern, content });
const metaspace = newer
  ? { type: "Metaspace", replacement: "\u2581", prepend_scheme: "always", split: true }
  : { type: "Metaspace", replacement: "\u2581", add_prefix_space: true };
const plain = (piece) => [piece, 0];
// ALBERT's pieces of a digit and a comma are made unlikely.
const score = ([piece, value]) => [piece, albert && /\p{Nd},$/u.test(piece) && piece.length > 1 ? value - 100 : value];
const names = albert
  ? { cls: "[CLS]", sep: "[SEP]", mask: "[MASK]" }
  : { cls: "<s>", sep: "</s>", mask: "<mask>" };
const own = pieces.slice(3).map(score);
const vocab = albert
  ? [...["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"].map(plain), ...own]
  : [...["<s>", "<pad>", "</s>", "<unk>"].map(plain), ...own, plain("<mask>")];
const id = (piece) => vocab.findIndex(([other]) => other === piece);
const steps = albert
  ? [
    replace({ String: "``" }, '"'), replace({ String: "''" }, '"'), { type: "NFKD" }, { type: "StripAccents" },
    { type: "Lowercase" }, precompiled, ...(newer ? [replace({ Regex: " {2,}" }, " ")] : []),
  ]
  : [
    precompiled, { type: "Strip", strip_left: false, strip_right: true }, replace({ Regex: " {2,}" }, "\u2581"),
  ];
const token = (content) => ({ SpecialToken: { id: content, type_id: 0 } });
const sequence = (name, type) => ({ Sequence: { id: name, type_id: type } });
const second = albert ? [{ SpecialToken: { id: "[SEP]", type_id: 1 } }] : [token("</s>")];
const special = albert ? ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"] : ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];
const tokenizer = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: special.map((content) => ({
    id: id(content), content, single_word: false, lstrip: content === names.mask, rstrip: false,
    normalized: content === names.mask && !newer, special: true,
  })),
  normalizer: albert || newer ? { type: "Sequence", normalizers: steps } : precompiled,
  pre_tokenizer: newer ? metaspace : { type: "Sequence", pretokenizers: [{ type: "WhitespaceSplit" }, metaspace] },
  post_processor: {
    type: "TemplateProcessing",
    single: [token(names.cls), sequence("A", 0), token(names.sep)],
    pair: [
      token(names.cls), sequence("A", 0), token(names.sep), ...(albert ? [] : [token("</s>")]),
      sequence("B", albert ? 1 : 0), ...second,
    ],
    special_tokens: Object.fromEntries(
      [names.cls, names.sep].map((name) => [name, { id: name, ids: [id(name)], tokens: [name] }])),
  },
  decoder: metaspace,
  model: { type: "Unigram", unk_id: id("<unk>"), vocab, byte_fallback: false },
};
const config = {
  tokenizer_class: albert ? "AlbertTokenizer" : "XLMRobertaTokenizer",
  model_max_length: 512,
  bos_token: names.cls,
  cls_token: names.cls,
  eos_token: names.sep,
  sep_token: names.sep,
  mask_token: names.mask,
  pad_token: "<pad>",
  unk_token: "<unk>",
};
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
writeFileSync(join(folder, "tokenizer_config.json"), JSON.stringify(config));
