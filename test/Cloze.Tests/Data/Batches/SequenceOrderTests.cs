using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public class SequenceOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public void EverySequenceComesExactlyOnceAnEpoch(int count)
    {
        var order = new SequenceOrder(count, seed: 5);
        for (uint epoch = 0; epoch < 3; epoch++)
        {
            var seen = new bool[count];
            for (int place = 0; place < count; place++) seen[order[epoch, place]] = true;
            Assert.DoesNotContain(false, seen);
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(5_000_000_000)]
    [InlineData((1L << 40) - 1)]
    [InlineData(long.MaxValue)]
    public void EveryLargePlaceStaysInsideAndComesOnce(long count)
    {
        var order = new SequenceOrder(count, seed: 5);
        var seen = new HashSet<long>();
        foreach (long place in Enumerable.Range(0, 1000).Select(i => (long)((Int128)(count - 1) * i / 999)))
        {
            Assert.InRange(order[0, place], 0, count - 1);
            Assert.True(seen.Add(order[0, place]));
        }

        Assert.Contains(seen, sequence => sequence > count / 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => order[0, count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => order[0, -1]);
    }

    [Fact]
    public void EpochsAndSeedsHaveTheirOwnOrders()
    {
        long[] first = Places(seed: 1, epoch: 0);
        Assert.Equal(first, Places(seed: 1, epoch: 0));
        Assert.InRange(Agreements(first, Places(seed: 1, epoch: 1)), 0, 8);
        Assert.InRange(Agreements(first, Places(seed: 2, epoch: 0)), 0, 8);
        Assert.InRange(Agreements(first, [.. Enumerable.Range(0, 1000).Select(place => (long)place)]), 0, 8);
    }

    [Fact]
    public void TheFirstPlaceIsEvenlySpreadOverTheEpochs()
    {
        var order = new SequenceOrder(10, seed: 3);
        int[] counts = new int[10];
        for (uint epoch = 0; epoch < 10_000; epoch++) counts[order[epoch, 0]]++;
        Every.Item(counts, count => Assert.InRange(count, 880, 1120));
    }

    private static long[] Places(ulong seed, uint epoch)
    {
        var order = new SequenceOrder(1000, seed);
        return [.. Enumerable.Range(0, 1000).Select(place => order[epoch, place])];
    }

    private static int Agreements(long[] first, long[] second) =>
        first.Zip(second).Count(pair => pair.First == pair.Second);
}
