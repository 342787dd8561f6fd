using CsCheck;

namespace Cloze.Tests.Text;

/// <summary>Random texts of all that takes another way through the tokenizer, side by side in any order.</summary>
internal static class MixedText
{
    private static readonly string[] s_snippets =
    [
        "the", "The", "cab", "abcabc", "hello", "HELLO", "don't", "1999", "3.14", "a-b", "x_y", "?!", "(", "\"", "~",
        "@", " ", "  ", "\t", "\n", "\r\n", "\u00A0", "\u3000", "\u2028", "\0", "\u0007", "\u000B", "\f", "\u001F",
        "\u007F", "\u0085", "\u00AD", "\u200B", "\u200D", "\uFEFF", "\uFFFD", "é", "É", "ü", "ñ", "ß", "ø", "İ", "ǅ",
        "ﬁ", "½",
        "\u0301", "\u0316", "\u0344", "\u0345", "\u0315", "a\u0301\u0316", "e\u0323\u0302", "ệ", "Ω", "Å", "日本", "語",
        "。", "、", "豈", "\U00020000", "\U0002F800", "한국", "각", "ㄱ", "मन", "ไทย", "الله", "שלום", "мир", "ПРИВЕТ",
        "ελληνικά", "Σ", "😀", "👩‍💻", "🇦🇶", "\U0001D165", "\U0001D15E", "\uD800", "\uDC00", "\uDBFF", "[MASK]",
        "[SEP]", "[CLS]", "[mask]", "[", "]", "[MASK", "##", "##b",
    ];

    /// <summary>Such texts for properties.</summary>
    public static Gen<string> Texts { get; } = Gen.OneOf(
            Gen.OneOf(s_snippets),
            Gen.OneOf(s_snippets),
            Gen.Char[' ', '~'].Select(character => character.ToString()),
            Gen.Char.Select(character => character.ToString()),
            Gen.Select(Gen.Char['a', 'e'], Gen.Int[1, 140]).Select((letter, times) => new string(letter, times)),
            Gen.Int[1, 70].Select(times => new string(' ', times)))
        .Array[0, 40].Select(string.Concat);

    /// <summary>Some texts, the same in every run.</summary>
    public static IEnumerable<string> Samples(int count)
    {
        var random = new PCG(stream: 1, seed: 20_261_123);
        for (int i = 0; i < count; i++) yield return Texts.Generate(random, null, out _);
    }
}
