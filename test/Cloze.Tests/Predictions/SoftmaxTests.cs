using Cloze.Predictions;
using Xunit;

namespace Cloze.Tests.Predictions;

public class SoftmaxTests
{
    [Fact]
    public void LogSumExpIsThatOfDoubles()
    {
        for (int length = 0; length <= 70; length++)
        {
            float[] logits = Logits(length, levels: 1000);
            double expected = Math.Log(logits.Sum(logit => Math.Exp(logit)));
            Assert.Equal(expected, Softmax.LogSumExp(logits), 1e-12);
        }
    }

    [Fact]
    public void LargeLogitsDoNotOverflow() =>
        Assert.Equal(1002 + Math.Log(1 + Math.Exp(-1) + Math.Exp(-2)), Softmax.LogSumExp([1000, 1001, 1002]), 1e-9);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(257)]
    [InlineData(3001)]
    public void TheBestAreThoseOfASortOfEqualsTheLowerIdFirst(int length)
    {
        // Few levels, so that most logits are equal to others.
        foreach (int levels in new[] { 1, 3, 50, 100_000 })
        {
            float[] logits = Logits(length, levels);
            int[] sorted = [.. Enumerable.Range(0, length).OrderByDescending(id => logits[id]).ThenBy(id => id)];
            foreach (int count in new[] { 0, 1, 2, 5, 17, length, length + 3 })
            {
                Assert.Equal(sorted.Take(count), Softmax.Best(logits, null, count));
            }
        }
    }

    [Fact]
    public void TheBestAmongSomeAreOfThose()
    {
        float[] logits = [1, 5, 5, 9, 2];
        Assert.Equal([1, 2, 4], Softmax.Best(logits, [4, 2, 1, 0], 3));
        Assert.Equal([2, 4], Softmax.Best(logits, [4, 2], 9));
    }

    [Fact]
    public void WhatIsNoNumberGoesLast()
    {
        float[] logits = [float.NaN, float.NaN, .. Logits(40, 1000), float.NaN];
        int[] best = Softmax.Best(logits, null, 2);
        Every.Item(best, id => Assert.False(float.IsNaN(logits[id])));
    }

    [Fact]
    public void ARowIsReducedToItsBest()
    {
        float[] logits = Logits(100, 1000);
        RowPrediction row = RowPrediction.Of(logits, new Choice(logits.Length, null, 3));
        Assert.Equal(Softmax.Best(logits, null, 3), row.Ids);
        Assert.Equal(row.Ids.Select(id => logits[id]), row.Logits);
        double sum = logits.Sum(logit => Math.Exp(logit));
        Assert.Equal(Math.Exp(logits[row.Ids[1]]) / sum, row.Probability(1), 1e-12);
    }

    private static float[] Logits(int length, int levels)
    {
        var random = new KeyedRandom(3, RandomPurpose.Order, 0, (ulong)(length * levels));
        float[] logits = new float[length];
        for (int i = 0; i < length; i++) logits[i] = (random.NextInteger(levels) * 20f / levels) - 10;
        return logits;
    }
}
