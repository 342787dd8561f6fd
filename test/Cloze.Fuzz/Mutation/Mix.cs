using System.Text;

namespace Cloze.Fuzz;

/// <summary>Ways to change an input that several formats share.</summary>
internal static class Mix
{
    /// <summary>Byte sequences of texts that have been trouble elsewhere.</summary>
    public static readonly IReadOnlyList<byte[]> TextWords =
    [
        .. new[]
        {
            "\n", "\r\n", "\r", "\n\n", "\0", "\t", " ", "\uFEFF", "\u0085", "\u00A0", "\u2028", "\u200D", "\uFFFD",
            "\u0301", "\u00e9", "e\u0301", "\ud83d\ude00", "\u4f60\u597d", "\u0130", "\uAC00", "\u1B44", "##", "[MASK]",
            "[CLS]", "[SEP]", "[UNK]", "[PAD]", "the", "a", "{", "}", "{}", "\"text\"", "{\"text\":\"a\"}", "\u001b[2J",
        }.Select(Encoding.UTF8.GetBytes),
        [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xFF, 0xFE], [0x80],
        new byte[300], [.. Enumerable.Repeat((byte)'a', 300)],
    ];

    /// <summary>Mostly by values, sometimes by bytes.</summary>
    public static byte[] Json(byte[] input, byte[] other, IReadOnlyList<byte[]> words, Draw draw) =>
        (draw.Below(4) > 0 ? JsonMutator.TryMutate(input, draw) : null)
        ?? ByteMutator.Mutate(input, other, [.. TextWords, .. words], draw);

    /// <summary>The bytes of words.</summary>
    public static byte[][] Words(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];
}
