namespace Cloze.Data;

/// <summary>The one form of line ends inside a document.</summary>
internal static class LineEnds
{
    /// <summary>The text with every <c>\r\n</c>, and every other <c>\r</c>, as <c>\n</c>.</summary>
    public static string Normalize(string text) => text.Contains('\r', StringComparison.Ordinal)
        ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
        : text;
}
