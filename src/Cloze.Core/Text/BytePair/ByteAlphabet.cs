using System.Text;

namespace Cloze.Text;

/// <summary>
/// GPT-2's alphabet: a visible character for each of the 256 bytes, so that any text is made of known characters. Bytes
/// that are visible in Latin-1 stand for themselves, the others follow from U+0100 on: a space is <c>Ġ</c>, a line feed
/// <c>Ċ</c>.
/// </summary>
internal static class ByteAlphabet
{
    /// <summary>The most characters that one UTF-16 unit becomes.</summary>
    public const int MostPerUnit = 3;

    /// <summary>What a space becomes.</summary>
    public const char Space = '\u0120';

    private const int FirstHidden = 0x100, HiddenCount = 68;
    private static readonly char[] s_characters = MakeCharacters();
    private static readonly short[] s_bytes = MakeBytes(s_characters);

    /// <summary>All characters, in the order of code points.</summary>
    public static IEnumerable<char> Characters => s_characters.Order();

    /// <summary>The character of a byte.</summary>
    public static char Of(byte value) => s_characters[value];

    /// <summary>Whether a character stands for a byte that is white space: the beginning of a word.</summary>
    public static bool IsWhite(char character) =>
        character is Space or '\u0109' or '\u010A' or '\u010B' or '\u010C' or '\u010D';

    /// <summary>Writes text in the alphabet: its UTF-8, a character a byte; a lone surrogate is U+FFFD.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spelled">Has room for <see cref="MostPerUnit"/> a unit.</param>
    /// <returns>How many characters were written.</returns>
    public static int Spell(ReadOnlySpan<char> text, Span<char> spelled)
    {
        int count = 0;
        foreach (Rune rune in text.EnumerateRunes()) count += Spell(rune, spelled[count..]);
        return count;
    }

    /// <summary>The same, with the place in the text of the character that each byte is of.</summary>
    /// <param name="text">The text.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="spelled">Has room for <see cref="MostPerUnit"/> a unit.</param>
    /// <param name="places">As much room.</param>
    /// <returns>How many characters were written.</returns>
    public static int Spell(ReadOnlySpan<char> text, int offset, Span<char> spelled, Span<TextSpan> places)
    {
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out int units);
            int bytes = Spell(rune, spelled[count..]);
            places.Slice(count, bytes).Fill(new TextSpan(offset + at, offset + at + units));
            count += bytes;
            at += units;
        }

        return count;
    }

    /// <summary>The bytes that a piece stands for; where it has other characters, its UTF-8.</summary>
    public static void AppendBytes(string piece, List<byte> bytes)
    {
        int before = bytes.Count;
        foreach (char character in piece)
        {
            int value = character < s_bytes.Length ? s_bytes[character] : -1;
            if (value >= 0)
            {
                bytes.Add((byte)value);
                continue;
            }

            bytes.RemoveRange(before, bytes.Count - before);
            bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(piece));
            return;
        }
    }

    /// <summary>The text of a piece; what is no whole character becomes U+FFFD.</summary>
    public static string Decode(string piece)
    {
        var bytes = new List<byte>(piece.Length);
        AppendBytes(piece, bytes);
        return System.Text.Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Writes one character: up to four.</summary>
    public static int Spell(Rune rune, Span<char> spelled)
    {
        if (rune.IsAscii)
        {
            spelled[0] = s_characters[rune.Value];
            return 1;
        }

        Span<byte> bytes = stackalloc byte[4];
        int count = rune.EncodeToUtf8(bytes);
        for (int i = 0; i < count; i++) spelled[i] = s_characters[bytes[i]];
        return count;
    }

    private static char[] MakeCharacters()
    {
        char[] characters = new char[256];
        int hidden = FirstHidden;
        for (int value = 0; value < 256; value++)
        {
            bool visible = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            characters[value] = visible ? (char)value : (char)hidden++;
        }

        return characters;
    }

    private static short[] MakeBytes(char[] characters)
    {
        short[] bytes = new short[FirstHidden + HiddenCount];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < 256; value++) bytes[characters[value]] = (short)value;
        return bytes;
    }
}
