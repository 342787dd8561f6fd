using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public sealed class SentenceFiguresTests
{
    [Theory]
    [InlineData(6, 1, false)]
    [InlineData(5, 2, true)]
    [InlineData(7, 0, false)]
    public void SentencesThatFillAPairAreCounted(int sequenceLength, int filling, bool areTooLong)
    {
        using SentenceStore store = TinySentences.Store("5 6 7\n8 9\n10", "11 12");
        var options = new PairOptions { SequenceLength = sequenceLength };
        var figures = SentenceFigures.Count(store, options, seed: 1, TestContext.Current.CancellationToken);
        Assert.Equal(new SentenceFigures(2, 1, 4, 8, 2, filling), figures);
        Assert.Equal(2, figures.MeanTokens);
        Assert.Equal(areTooLong, figures.AreTooLong);
    }

    [Fact]
    public void DocumentsOfOneSentenceAreNotTooLong()
    {
        using SentenceStore store = TinySentences.Store("5 6 7", "11 12");
        var options = new PairOptions { SequenceLength = 5 };
        var figures = SentenceFigures.Count(store, options, seed: 1, TestContext.Current.CancellationToken);
        Assert.Equal(0, figures.Several);
        Assert.False(figures.AreTooLong);
    }
}
