using System.Buffers.Binary;
using Cloze.Text;

namespace Cloze.Fuzz;

/// <summary>
/// A Unigram tokenizer's <c>tokenizer.json</c> with SentencePiece's compiled rules, or these rules alone.
/// </summary>
internal sealed class UnigramInput : FuzzFormat
{
    private const string Rules = "RULES";

    private const string Json = """
        {"added_tokens":[{"id":4,"content":"<mask>","single_word":false,"lstrip":true,"rstrip":false,
        "normalized":false,"special":true}],"normalizer":{"type":"Sequence","normalizers":[{"type":"Precompiled",
        "precompiled_charsmap":"RULES"},{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}]},
        "pre_tokenizer":{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true},
        "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},
        {"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
        "pair":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
        {"SpecialToken":{"id":"</s>","type_id":0}},{"Sequence":{"id":"B","type_id":0}},
        {"SpecialToken":{"id":"</s>","type_id":0}}],"special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]},
        "</s>":{"id":"</s>","ids":[2],"tokens":["</s>"]}}},
        "decoder":{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"always","split":true},
        "model":{"type":"Unigram","unk_id":3,"byte_fallback":false,"vocab":[["<s>",0],["<pad>",0],["</s>",0],
        ["<unk>",0],["<mask>",0],["\u2581",-2.5],["\u2581the",-3],["\u2581cat",-4.5],["a",-3.25],["t",-3.5],["s",-3.75],
        ["he",-5],["do",-6],["g",-6.5],["e",-4]]}}
        """;

    private static readonly byte[][] s_words = Mix.Words(
        "\"Unigram\"", "\"vocab\"", "\"unk_id\"", "\"byte_fallback\"", "\"Precompiled\"", "\"precompiled_charsmap\"",
        "\u2581", "<0x41>", "-1e300", "1e308", "null", "[\"a\",-1],", "\"Metaspace\"");

    private readonly bool _rulesAlone;

    public UnigramInput(bool rulesAlone)
    {
        _rulesAlone = rulesAlone;
        Seeds = rulesAlone ? [SeedRules()] : [Bytes(WithRules(SeedRules()))];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw) => _rulesAlone
        ? ByteMutator.Mutate(input, other, Mix.TextWords, draw)
        : Mix.Json(input, other, s_words, draw);

    public override string Run(byte[] input)
    {
        byte[] json = _rulesAlone ? Bytes(WithRules(input)) : input;
        return TokenizerChecks.Run(Tokenizer.Load(Write("tokenizer.json", json)), Folder);
    }

    private static string WithRules(byte[] rules) =>
        Json.Replace(Rules, Convert.ToBase64String(rules), StringComparison.Ordinal);

    /// <summary>One rule: "d" becomes "do".</summary>
    private static byte[] SeedRules()
    {
        const int at = 'd', value = at ^ 1;
        uint[] units = new uint[value + 1];
        units[at] = (1u << 10) | 0x100 | at;
        units[value] = 0x8000_0000;
        byte[] bytes = new byte[sizeof(uint) * (units.Length + 1)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)(sizeof(uint) * units.Length));
        for (int i = 0; i < units.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(sizeof(uint) * (i + 1)), units[i]);
        }

        return [.. bytes, .. "do\0"u8];
    }
}
