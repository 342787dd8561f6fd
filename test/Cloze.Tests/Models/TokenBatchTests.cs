using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

public class TokenBatchTests
{
    [Fact]
    public void SequencesAreLaidEndToEnd()
    {
        TokenBatch batch = TinyModel.Batch();
        Assert.Equal([4, 2, 3, 2, 9, 3, 4, 3], batch.Ids.ToArray());
        Assert.Equal([0, 0, 1, 0, 1, 2, 3, 4], batch.Positions.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1], batch.Types.ToArray());
        Assert.Equal([0, 1, 3, 8], batch.Starts.ToArray());
        Assert.Equal([0, 4, 6], batch.MaskedRows.ToArray());
        Assert.Equal([7, 10, 5], batch.Labels.ToArray());
        Assert.Equal([1, -1, 0], batch.NextSentenceLabels.ToArray());
    }

    [Fact]
    public void ClearedBatchIsFilledAnew()
    {
        TokenBatch batch = TinyModel.Batch();
        Assert.False(batch.HasRoom(1, 0));
        batch.Clear();
        Assert.Equal([0], batch.Starts.ToArray());
        batch.Add([1, 2], [], [1], [3]);
        Assert.Equal([0, 2], batch.Starts.ToArray());
        Assert.Equal([0, 0], batch.Types.ToArray());
    }

    [Theory]
    [InlineData(new[] { 11 }, 0, 0, 0, "The token id 11 is outside the model: expected 0 to 10.")]
    [InlineData(new[] { -1 }, 0, 0, 0, "The token id -1 is outside the model: expected 0 to 10.")]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1 }, 0, 0, 0, "The position 7 is outside the model: expected 0 to 6.")]
    [InlineData(new[] { 1 }, 2, 0, 0, "The token type 2 is outside the model: expected 0 to 1.")]
    [InlineData(new[] { 1 }, 0, 11, 0, "The label 11 is outside the model: expected 0 to 10.")]
    [InlineData(new[] { 1 }, 0, 0, 2, "The next-sentence label 2 is outside the model: expected 0 to 1.")]
    public void IndicesOutsideTheModelAreNamed(int[] ids, int type, int label, int nextSentence, string message)
    {
        var batch = new TokenBatch(8, 1, 1);
        int[] types = new int[ids.Length];
        Array.Fill(types, type);
        batch.Add(ids, types, [0], [label], nextSentence);
        Assert.Equal(message, Assert.Throws<ClozeException>(() => batch.Validate(TinyModel.Config)).Message);
    }

    [Fact]
    public void SequencesThatDoNotFitTogetherAreRefused()
    {
        var batch = new TokenBatch(4, 1, 2);
        Assert.Throws<ArgumentException>(() => batch.Add([], [], [], []));
        Assert.Throws<ArgumentException>(() => batch.Add([1, 2, 3, 4, 5], [], [], []));
        Assert.Throws<ArgumentException>(() => batch.Add([1, 2], [0], [], []));
        Assert.Throws<ArgumentException>(() => batch.Add([1, 2], [], [0], []));
        Assert.Throws<ArgumentException>(() => batch.Add([1, 2], [], [2], [1]));
        Assert.Throws<ArgumentException>(() => batch.Add([1, 2], [], [1, 1], [1, 1]));
        Assert.Equal(0, batch.TokenCount);
    }
}
