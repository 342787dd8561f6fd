using System.Globalization;
using System.Text;

namespace Cloze.Cli.Hosting;

/// <summary>
/// Text from files made fit for a terminal: what a control character would do there it does not do, it is shown as
/// <c>\u001B</c>. Characters that turn the direction of writing are shown so too, as they hide what stands beside them.
/// </summary>
internal static class Printable
{
    /// <summary>The text with every such character shown.</summary>
    public static string Of(string text)
    {
        int at = 0;
        while (at < text.Length && !IsHidden(text[at])) at++;
        if (at == text.Length) return text;
        var shown = new StringBuilder(text, 0, at, text.Length + 16);
        foreach (char character in text.AsSpan(at))
        {
            if (IsHidden(character)) shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else shown.Append(character);
        }

        return shown.ToString();
    }

    /// <summary>The same as markup of a table's cell, in which brackets stand for themselves.</summary>
    public static string Markup(string text) => Spectre.Console.Markup.Escape(Of(text));

    private static bool IsHidden(char character) => char.IsControl(character)
        || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';
}
