using System.Text.RegularExpressions;

namespace Cloze.Text;

/// <summary>A pattern in <c>tokenizer.json</c>: a string or a regular expression.</summary>
internal static class PatternJson
{
    private const int LongestExpression = 4096;

    /// <summary>Reads it.</summary>
    /// <exception cref="ClozeException">It is malformed, or an expression that is not understood.</exception>
    public static TextPattern Read(JsonField field)
    {
        if (!field.IsObject) throw field.Wrong("an object with a String or a Regex");
        if (field.Optional("String") is { } text) return new StringPattern(text.Text());
        JsonField expression = field["Regex"];
        string pattern = expression.Text();
        if (pattern == ByteLevelScanner.Expression) return new ByteLevelPattern();
        if (pattern.Length > LongestExpression) throw expression.Wrong($"at most {LongestExpression} characters");
        try
        {
            const RegexOptions options = RegexOptions.CultureInvariant;
            return new ExpressionPattern(
                new Regex(pattern, options, ExpressionPattern.LongestSearch), expression.Place);
        }
        catch (ArgumentException error)
        {
            throw new ClozeException(
                $"{expression.Place} is no regular expression that Cloze understands: {error.Message}",
                "Use a tokenizer without it.",
                error);
        }
    }
}
