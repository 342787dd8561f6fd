using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>Which tokens of a batch are the same in id, position and type.</summary>
public class DistinctTokensTests
{
    [Fact]
    public void EachTokenFindsItsOwn()
    {
        var batch = new TokenBatch(400, 20, 0);
        for (int copy = 0; copy < 16; copy++)
        {
            int[] ids = [1, 8, 8, 9, 2], types = [0, 0, 1, 1, 1];
            ids[1 + (copy % 2)] = 4;
            batch.Add(ids, types, [], []);
        }

        var distinct = new DistinctTokens(400);
        Assert.True(distinct.Find(batch));
        Assert.Equal(7, distinct.Rows.Ids.Length);
        int[] ofToken = distinct.Places.ToArray();
        for (int token = 0; token < batch.TokenCount; token++)
        {
            Assert.Equal(batch.Ids[token], distinct.Rows.Ids[ofToken[token]]);
            Assert.Equal(batch.Positions[token], distinct.Rows.Positions[ofToken[token]]);
            Assert.Equal(batch.Types[token], distinct.Rows.Types[ofToken[token]]);
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(20, 3)]
    [InlineData(21, 3)]
    public void TooManyAreLeftAlone(int length, int copies)
    {
        var batch = new TokenBatch(100, 20, 0);
        for (int copy = 0; copy < copies; copy++) batch.Add([.. Enumerable.Range(1, length)], [], [], []);
        Assert.False(new DistinctTokens(100).Find(batch));
    }

    [Fact]
    public void FourCopiesAreEnoughAndABatchWithoutRoomIsNot()
    {
        var batch = new TokenBatch(100, 20, 0);
        for (int copy = 0; copy < 4; copy++) batch.Add([.. Enumerable.Range(1, 20)], [], [], []);
        var distinct = new DistinctTokens(80);
        Assert.True(distinct.Find(batch));
        Assert.Equal(20, distinct.Rows.Ids.Length);
        Assert.False(new DistinctTokens(79).Find(batch));
    }
}
