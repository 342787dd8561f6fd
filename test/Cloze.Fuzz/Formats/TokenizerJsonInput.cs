using Cloze.Text;

namespace Cloze.Fuzz;

/// <summary>Hugging Face's <c>tokenizer.json</c>.</summary>
internal sealed class TokenizerJsonInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"WordPiece\"", "\"BertNormalizer\"", "\"BertPreTokenizer\"", "\"TemplateProcessing\"", "\"BertProcessing\"",
        "\"added_tokens\"", "\"truncation\"", "\"LongestFirst\"", "\"OnlyFirst\"", "\"padding\"", "\"special_tokens\"",
        "\"single\"", "\"pair\"", "\"Sequence\"", "\"SpecialToken\"", "\"type_id\"", "\"BPE\"", "\"merges\"",
        "\"normalized\"", "\"lstrip\"", "\"max_length\"", "\"stride\"", "\"direction\"", "\"Left\"");

    public TokenizerJsonInput()
    {
        Tokenizer.Create(SeedModel.Vocabulary).Save(Folder);
        string path = Path.Combine(Folder, "tokenizer.json");
        string plain = File.ReadAllText(path);
        string cut = plain.Replace(
            "\"truncation\":null",
            "\"truncation\":{\"direction\":\"Left\",\"max_length\":6,\"strategy\":\"LongestFirst\",\"stride\":2}",
            StringComparison.Ordinal);
        Seeds = [Bytes(plain), Bytes(cut)];
        File.Delete(Path.Combine(Folder, "vocab.txt"));
        File.Delete(Path.Combine(Folder, "tokenizer_config.json"));
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => Mix.Json(input, other, s_words, draw);

    public override string Run(byte[] input) =>
        TokenizerChecks.Run(Tokenizer.Load(Write("tokenizer.json", input)), Folder);
}
