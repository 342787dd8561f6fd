using Cloze.Text;

namespace Cloze.Fuzz;

/// <summary>Hugging Face's <c>tokenizer.json</c>.</summary>
internal sealed class TokenizerJsonInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"WordPiece\"", "\"BertNormalizer\"", "\"BertPreTokenizer\"", "\"TemplateProcessing\"", "\"BertProcessing\"",
        "\"added_tokens\"", "\"truncation\"", "\"LongestFirst\"", "\"OnlyFirst\"", "\"padding\"", "\"special_tokens\"",
        "\"single\"", "\"pair\"", "\"Sequence\"", "\"SpecialToken\"", "\"type_id\"", "\"BPE\"", "\"merges\"",
        "\"normalized\"", "\"lstrip\"", "\"max_length\"", "\"stride\"", "\"direction\"", "\"Left\"", "\"Unigram\"",
        "\"ByteLevel\"", "\"Metaspace\"", "\"Replace\"", "\"Split\"", "\"pattern\"", "\"Regex\"", "\"String\"",
        "\"NFKC\"", "\"Prepend\"", "\"Digits\"", "\"byte_fallback\"", "\"unk_id\"", "\"RobertaProcessing\"",
        "\"ByteFallback\"", "\"Strip\"", "\"behavior\"", "\"prepend_scheme\"", "\"ignore_merges\"");

    private const string Unigram = """
        {"added_tokens":[],"normalizer":{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Replace",
        "pattern":{"Regex":" {2,}"},"content":" "},{"type":"Prepend","prepend":"a"}]},
        "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"String":"."},
        "behavior":"Isolated","invert":false},{"type":"Metaspace","replacement":"_","prepend_scheme":"first",
        "split":true},{"type":"Digits","individual_digits":true}]},"post_processor":null,
        "decoder":{"type":"Sequence","decoders":[{"type":"ByteFallback"},{"type":"Metaspace","replacement":"_",
        "prepend_scheme":"always"},{"type":"Strip","content":"a","start":1,"stop":1}]},
        "model":{"type":"Unigram","unk_id":3,"byte_fallback":true,"vocab":[["<s>",0],["<pad>",0],["</s>",0],
        ["<unk>",0],["<mask>",0],["_a",-1],["a",-2.5],["<0x41>",-9],["do",-3]]}}
        """;

    public TokenizerJsonInput()
    {
        Tokenizer.Create(SeedModel.Vocabulary).Save(Folder);
        string path = Path.Combine(Folder, "tokenizer.json");
        string plain = File.ReadAllText(path);
        string cut = plain.Replace(
            "\"truncation\":null",
            "\"truncation\":{\"direction\":\"Left\",\"max_length\":6,\"strategy\":\"LongestFirst\",\"stride\":2}",
            StringComparison.Ordinal);
        Seeds = [Bytes(plain), Bytes(cut), Bytes(Unigram), BytePairs()];
        File.Delete(Path.Combine(Folder, "vocab.txt"));
        File.Delete(Path.Combine(Folder, "tokenizer_config.json"));
    }

    private byte[] BytePairs()
    {
        string folder = Path.Combine(Folder, "pairs");
        BytePairTrainer.Train(["The old cat sees a tree, the old cat sees"], new BytePairTrainerOptions()).Save(folder);
        return File.ReadAllBytes(Path.Combine(folder, "tokenizer.json"));
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => Mix.Json(input, other, s_words, draw);

    public override string Run(byte[] input) =>
        TokenizerChecks.Run(Tokenizer.Load(Write("tokenizer.json", input)), Folder);
}
