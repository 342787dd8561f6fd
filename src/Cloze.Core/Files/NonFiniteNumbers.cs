namespace Cloze.Files;

/// <summary>
/// The numbers that Python writes into JSON and that JSON does not know: NaN, Infinity and -Infinity. They become
/// strings of the same length, so that a field nobody asks for may have them and every other place stays where it was.
/// </summary>
internal static class NonFiniteNumbers
{
    /// <summary>What the strings are made of: a control character that JSON allows and nobody writes.</summary>
    private const byte Filler = 0x7F;

    private static readonly string[] s_names = ["NaN", "Infinity", "-Infinity"];

    /// <summary>Replaces them where they stand as values; text in strings stays.</summary>
    public static void Replace(Span<byte> json)
    {
        if (json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0) return;
        bool isInString = false;
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == '"') isInString = !isInString;
            else if (isInString && json[i] == '\\') i++;
            else if (!isInString && LengthAt(json, i) is int length and > 0)
            {
                json.Slice(i, length).Fill(Filler);
                json[i] = json[i + length - 1] = (byte)'"';
                i += length - 1;
            }
        }
    }

    /// <summary>What a raw JSON string stood for; null where it is a string of the file's own.</summary>
    public static string? Original(string raw) =>
        raw.Length > 2 && raw.AsSpan(1, raw.Length - 2).IndexOfAnyExcept((char)Filler) < 0
            ? s_names.FirstOrDefault(name => name.Length == raw.Length)
            : null;

    private static int LengthAt(ReadOnlySpan<byte> json, int start)
    {
        ReadOnlySpan<byte> rest = json[start..];
        if (rest.StartsWith("NaN"u8)) return 3;
        if (rest.StartsWith("Infinity"u8)) return 8;
        return rest.StartsWith("-Infinity"u8) ? 9 : 0;
    }
}
