using System.Text.RegularExpressions;

namespace Cloze.Text;

/// <summary>
/// A regular expression that a file gives, by .NET's engine: an expression in common with Hugging Face's. It is off the
/// fast ways, and a search ends after a while, whatever the expression.
/// </summary>
/// <param name="expression">The expression.</param>
/// <param name="place">Where it stands, for messages.</param>
internal sealed class ExpressionPattern(Regex expression, string place) : TextPattern
{
    /// <summary>The longest search of one text.</summary>
    public static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(2);

    /// <summary>The expression as the file has it.</summary>
    public string Expression => expression.ToString();

    /// <inheritdoc/>
    public override List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var matches = new List<(int, int)>();
        try
        {
            foreach (ValueMatch match in expression.EnumerateMatches(text))
            {
                matches.Add((match.Index, match.Index + match.Length));
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new ClozeException(
                $"{place} was looked for in a text of {text.Length} characters for 2 s without an end.",
                "Shorten the text, or use a tokenizer with a simpler expression.",
                error);
        }

        return matches;
    }
}
