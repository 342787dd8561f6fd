using System.Globalization;
using System.Text;

namespace Cloze;

/// <summary>
/// Makes text from files fit to be shown: a name may hold what moves a terminal's cursor, ends a line or turns the
/// direction of writing.
/// </summary>
internal static class OneLine
{
    /// <summary>
    /// The text on one line: control characters, line ends, marks of direction and halves of surrogate pairs as JSON
    /// escapes them; everything else as it is.
    /// </summary>
    /// <exception cref="ArgumentNullException">No text is given.</exception>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = FirstUnprintable(text);
        if (first < 0) return text;
        var line = new StringBuilder(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            if (IsPair(text, i))
            {
                line.Append(text, i++, 2);
                continue;
            }

            if (IsUnprintable(text[i])) Escape(text[i], line);
            else line.Append(text[i]);
        }

        return line.ToString();
    }

    private static int FirstUnprintable(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsPair(text, i)) i++;
            else if (IsUnprintable(text[i])) return i;
        }

        return -1;
    }

    private static bool IsPair(string text, int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);

    private static bool IsUnprintable(char character) =>
        char.IsControl(character)
        || char.IsSurrogate(character)
        || character is '\u2028' or '\u2029' or '\u200E' or '\u200F' or '\u061C'
        || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static void Escape(char character, StringBuilder line)
    {
        switch (character)
        {
            case '\n': line.Append("\\n"); break;
            case '\r': line.Append("\\r"); break;
            case '\t': line.Append("\\t"); break;
            default: line.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture)); break;
        }
    }
}
