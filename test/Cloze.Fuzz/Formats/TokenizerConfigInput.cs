using Cloze.Text;

namespace Cloze.Fuzz;

/// <summary>A <c>tokenizer_config.json</c> beside a sound vocabulary.</summary>
internal sealed class TokenizerConfigInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"do_lower_case\"", "\"strip_accents\"", "\"tokenize_chinese_chars\"", "\"model_max_length\"",
        "\"mask_token\"", "\"content\"", "\"cls_token\"", "\"[MASK]\"", "\"the\"", "\"[unused1]\"",
        "1000000000000000019884624838656");

    public TokenizerConfigInput()
    {
        Tokenizer.Create(SeedModel.Vocabulary).Save(Folder);
        byte[] full = File.ReadAllBytes(Path.Combine(Folder, "tokenizer_config.json"));
        File.Delete(Path.Combine(Folder, "tokenizer.json"));
        Seeds = [full, Bytes("""{"mask_token":{"content":"[MASK]","lstrip":true},"model_max_length":1e30}""")];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => Mix.Json(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        Write("tokenizer_config.json", input);
        return TokenizerChecks.Run(Tokenizer.Load(Folder), Folder);
    }
}
