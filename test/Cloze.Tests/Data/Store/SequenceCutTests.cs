using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>How a document becomes sequences.</summary>
public sealed class SequenceCutTests
{
    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(10, new[] { 10 })]
    [InlineData(11, new[] { 5, 6 })]
    [InlineData(20, new[] { 10, 10 })]
    [InlineData(21, new[] { 10, 5, 6 })]
    [InlineData(38, new[] { 10, 10, 9, 9 })]
    [InlineData(40, new[] { 10, 10, 10, 10 })]
    public void AllButTheLastTwoAreFull(int tokens, int[] lengths) => Assert.Equal(lengths, Lengths(tokens, 10));

    [Fact]
    public void OfAnyLengthAllTokensAreInAsFewSequencesAsFit()
    {
        for (int limit = 1; limit < 20; limit++)
        {
            for (int tokens = 1; tokens < 200; tokens++)
            {
                int[] lengths = Lengths(tokens, limit);
                Assert.Equal(tokens, lengths.Sum());
                Assert.Equal((tokens + limit - 1) / limit, lengths.Length);
                if (lengths.Length == 1) continue;
                Assert.InRange(lengths[^2], (limit + 1) / 2, limit);
                Assert.InRange(lengths[^1] - lengths[^2], 0, 1);
                Assert.DoesNotContain(lengths[..^2], length => length != limit);
            }
        }
    }

    [Fact]
    public void ADocumentOfAnyLengthIsCut()
    {
        long tokens = uint.MaxValue, count = SequenceCut.Count(tokens, 126);
        Assert.Equal(tokens, SequenceCut.Start(tokens, 126, count));
        Assert.InRange(tokens - SequenceCut.Start(tokens, 126, count - 1), 63, 126);
    }

    private static int[] Lengths(int tokens, int limit) =>
    [
        .. Enumerable.Range(0, (int)SequenceCut.Count(tokens, limit))
            .Select(i => (int)(SequenceCut.Start(tokens, limit, i + 1) - SequenceCut.Start(tokens, limit, i))),
    ];
}
