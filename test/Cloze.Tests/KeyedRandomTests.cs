using Xunit;

namespace Cloze.Tests;

public class KeyedRandomTests
{
    // Known answers of the Random123 distribution (Salmon et al. 2011), Philox4x32-10.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void BlockGivesTheKnownAnswers(
        uint counter0, uint counter1, uint counter2, uint counter3, uint key0, uint key1,
        uint x, uint y, uint z, uint w) =>
        Assert.Equal(
            new KeyedRandom.UInt4(x, y, z, w),
            KeyedRandom.Block(counter0, counter1, counter2, counter3, key0, key1));

    [Fact]
    public void StreamsOfDifferentKeysDiffer()
    {
        uint reference = new KeyedRandom(1, RandomPurpose.Masks, 2, 3).NextBits();
        Assert.Equal(reference, new KeyedRandom(1, RandomPurpose.Masks, 2, 3).NextBits());
        Assert.NotEqual(reference, new KeyedRandom(2, RandomPurpose.Masks, 2, 3).NextBits());
        Assert.NotEqual(reference, new KeyedRandom(1, RandomPurpose.Order, 2, 3).NextBits());
        Assert.NotEqual(reference, new KeyedRandom(1, RandomPurpose.Masks, 3, 3).NextBits());
        Assert.NotEqual(reference, new KeyedRandom(1, RandomPurpose.Masks, 2, 4).NextBits());
    }

    [Fact]
    public void IntegersAreEvenAndInRange()
    {
        var random = new KeyedRandom(7, RandomPurpose.Order, 0, 0);
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++) counts[random.NextInteger(6)]++;
        Every.Item(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void NormalNumbersHaveMeanZeroAndVarianceOne()
    {
        var random = new KeyedRandom(7, RandomPurpose.Weights, 0, 0);
        double sum = 0, squares = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double value = random.NextNormal();
            sum += value;
            squares += value * value;
        }

        Assert.InRange(sum / 100_000, -0.015, 0.015);
        Assert.InRange(squares / 100_000, 0.98, 1.02);
    }
}
