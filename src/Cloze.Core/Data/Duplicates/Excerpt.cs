namespace Cloze.Data;

/// <summary>The beginning of a text, for people.</summary>
internal static class Excerpt
{
    /// <summary>
    /// The first characters, with "..." where more follow; no pair is cut, and line ends become spaces.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The most characters, in UTF-16 units.</param>
    public static string Of(ReadOnlySpan<char> text, int length)
    {
        string line = (text.Length > 2 * length ? text[..(2 * length)] : text).ToString();
        line = string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= length) return text.Length > 2 * length ? line + "..." : line;
        int end = char.IsHighSurrogate(line[length - 1]) ? length - 1 : length;
        return line[..end] + "...";
    }
}
