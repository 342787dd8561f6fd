using System.Text.RegularExpressions;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

public class ByteLevelScannerTests
{
    private static readonly Regex s_expression = new(ByteLevelScanner.Expression, RegexOptions.CultureInvariant);

    [Theory]
    [InlineData("Hello  world", "Hello| | world")]
    [InlineData("it's we'll I'D 'lla '", "it|'s| we|'ll| I|'|D| '|lla| '")]
    [InlineData("a\n\n b  \n", "a|\n\n| b|  \n")]
    [InlineData(" \u3000x\u00A0y 12½ab", " |\u3000|x|\u00A0|y| 12½|ab")]
    [InlineData("!'s ''s", "!'|s| ''|s")]
    [InlineData("é日本😀 😀語", "é日本|😀| 😀|語")]
    [InlineData("\uD800a", "\uD800|a")]
    [InlineData("   ", "   ")]
    [InlineData("", "")]
    public void WordsAreThoseOfTheExpression(string text, string words) =>
        Assert.Equal(words, string.Join('|', Split(text)));

    [Fact]
    public void AnyMixtureIsPartedAsTheRegularExpressionDoes() => Assert.All(
        MixedText.Samples(3_000).Where(text => !text.Any(char.IsSurrogate)),
        text => Assert.Equal(s_expression.Matches(text).Select(match => match.Value), Split(text)));

    private static IEnumerable<string> Split(string text)
    {
        for (int at = 0, end; at < text.Length; at = end)
        {
            end = ByteLevelScanner.End(text, at);
            yield return text[at..end];
        }
    }
}
