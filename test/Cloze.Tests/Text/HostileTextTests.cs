using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

public class HostileTextTests
{
    [Theory]
    [InlineData("blns.txt", 742)]
    [InlineData("emoji-test.txt", 4_590)]
    public void EveryLineHasOffsetsInRangeAndTheSameIdsOnBothPaths(string name, int expectedLines)
    {
        string[] lines = File.ReadAllLines(SharedFiles.Require($"data/stress/{name}"));
        Assert.Equal(expectedLines, lines.Length);
        Every.Item(lines, Check);
    }

    [Theory]
    [InlineData("\uD800")]
    [InlineData("a\uDC00b\uD83D")]
    [InlineData("[MASK]\uD83D[MASK]\uDE00")]
    [InlineData("a\u302E\u0316\u0315\u1D165 \uD834\uDD65\u0301")]
    public void LoneSurrogatesAndLooseMarksAreText(string text) => Check(text);

    private static void Check(string text)
    {
        foreach (string name in new[] { "uncased", "cased" })
        {
            Tokenizer tokenizer = GoldenVocabularies.Tokenizer(name);
            Encoding encoding = tokenizer.Encode(text, null, new EncodingOptions { AddSpecialTokens = false });
            var ids = new List<int>();
            tokenizer.AppendIds(text, ids);
            Assert.Equal(encoding.InputIds.AsEnumerable(), ids);
            Assert.All(
                encoding.Offsets,
                span => Assert.True(0 <= span.Start && span.Start < span.End && span.End <= text.Length));
        }
    }
}
