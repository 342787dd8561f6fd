using Cloze.Text;

namespace Cloze.Cli.Rendering;

/// <summary>
/// Where tokens stand, in the unit that was asked for. The library counts UTF-16 code units, as .NET and JavaScript do;
/// Hugging Face's <c>offset_mapping</c> counts code points.
/// </summary>
internal static class Offsets
{
    /// <summary>The name of the unit that .NET counts in.</summary>
    public const string Utf16 = "utf-16";

    /// <summary>The name of the unit that Hugging Face counts in.</summary>
    public const string CodePoints = "code-points";

    /// <summary>The places of an encoding's tokens, each in its own text.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="text">The text it is of.</param>
    /// <param name="pair">The second text, or null.</param>
    /// <param name="unit">One of the two names.</param>
    public static TextSpan[] Of(Encoding encoding, string text, string? pair, string unit)
    {
        TextSpan[] places = [.. encoding.Offsets];
        if (unit == Utf16) return places;
        int[] first = Counts(text), second = Counts(pair ?? "");
        for (int i = 0; i < places.Length; i++)
        {
            int sequence = encoding.SequenceIds[i];
            if (sequence < 0) continue;
            int[] counts = sequence == 0 ? first : second;
            places[i] = new TextSpan(counts[places[i].Start], counts[places[i].End]);
        }

        return places;
    }

    /// <summary>Turns a place of the library's in a text into one in a unit.</summary>
    public static Func<int, int> Counter(string text, string unit)
    {
        if (unit == Utf16) return place => place;
        int[] counts = Counts(text);
        return place => counts[place];
    }

    // How many code points stand before each UTF-16 unit and the end; half a pair counts as one.
    private static int[] Counts(string text)
    {
        int[] counts = new int[text.Length + 1];
        for (int at = 0; at < text.Length; at++)
        {
            bool second = at > 0 && char.IsSurrogatePair(text[at - 1], text[at]);
            if (second) counts[at]--;
            counts[at + 1] = counts[at] + 1;
        }

        return counts;
    }
}
