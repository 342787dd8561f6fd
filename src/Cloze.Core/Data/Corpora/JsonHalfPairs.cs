using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cloze.Data;

/// <summary>
/// Reads JSON strings whose escapes hold half a surrogate pair, as programs write that cut texts by length.
/// </summary>
internal static class JsonHalfPairs
{
    private const int EscapeLength = 6;
    private const string Replacement = @"\uFFFD";

    /// <summary>The characters of a JSON string, U+FFFD for every half of a pair that stands alone.</summary>
    /// <param name="raw">The string as it stands in the file, with its quotes; its escapes are well-formed.</param>
    public static string Replace(string raw)
    {
        var sound = new StringBuilder(raw.Length);
        for (int at = 0; at < raw.Length;)
        {
            int length = UnitLength(raw, at);
            char? unit = EscapedUnit(raw, at);
            bool isPair = unit is { } high && char.IsHighSurrogate(high)
                && EscapedUnit(raw, at + length) is { } low && char.IsLowSurrogate(low);
            if (isPair) length += EscapeLength;
            if (!isPair && unit is { } half && char.IsSurrogate(half)) sound.Append(Replacement);
            else sound.Append(raw, at, length);
            at += length;
        }

        using JsonDocument parsed = JsonDocument.Parse(sound.ToString());
        return parsed.RootElement.GetString()!;
    }

    private static int UnitLength(string raw, int at) =>
        raw[at] != '\\' ? 1 : raw[at + 1] == 'u' ? EscapeLength : 2;

    /// <summary>The unit that an escape of a number stands for; null where there is no such escape.</summary>
    private static char? EscapedUnit(string raw, int at) =>
        at + EscapeLength <= raw.Length && raw[at] == '\\' && raw[at + 1] == 'u'
            ? (char)ushort.Parse(raw.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;
}
