using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public class ShinglesTests
{
    [Theory]
    [InlineData("The cat sees a dog.", "the CAT, sees: a dog")]
    [InlineData("one\ntwo\r\nthree", "One two three!")]
    [InlineData("\u4f60\u597d\u4f60\u597d\u4f60\u597d", "\u4f60 \u597d, \u4f60\u597d; \u4f60\u597d")]
    [InlineData("  !!! ", "!!!")]
    public void CasePunctuationAndSpaceMakeNoDifference(string left, string right) =>
        Assert.Equal(Find(left), Find(right));

    [Theory]
    [InlineData("one two three", "one two four")]
    [InlineData("one two three", "onetwo three")]
    [InlineData("!!!", "???")]
    public void OtherWordsMakeADifference(string left, string right) => Assert.NotEqual(Find(left), Find(right));

    [Theory]
    [InlineData("", 1)]
    [InlineData("one", 1)]
    [InlineData("one two three four five", 1)]
    [InlineData("one two three four five six seven", 3)]
    [InlineData("\u4f60\u597d\u4f60\u597d\u4f60\u597d", 2)]
    public void ThereIsOneForEveryRunOfFive(string text, int count) => Assert.Equal(count, Find(text).Count);

    private static List<ulong> Find(string text)
    {
        var hashes = new List<ulong>();
        Shingles.Find(text, [], hashes);
        return hashes;
    }
}
