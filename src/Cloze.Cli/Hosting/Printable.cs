using System.Globalization;
using System.Text;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Messages quote what files and arguments hold, and a terminal obeys control characters: here they are spelt out.
/// </summary>
internal static class Printable
{
    /// <summary>The text on one line, each control character as <c>\u001B</c>.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsControl)) return text;
        var printable = new StringBuilder(text.Length + 16);
        foreach (char character in text)
        {
            if (!IsControl(character)) printable.Append(character);
            else printable.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
        }

        return printable.ToString();
    }

    // Line and paragraph separators, and marks that turn the order of what follows, are no control characters by name.
    private static bool IsControl(char character) =>
        char.IsControl(character) || character is >= '\u2028' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
