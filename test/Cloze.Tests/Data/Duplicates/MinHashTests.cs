using Cloze.Data;
using Xunit;

namespace Cloze.Tests.Data;

public class MinHashTests
{
    public static MatrixTheoryData<int, int> Sets { get; } = new([3, 20, 128, 1000], [0, 1, 2, 3, 4]);

    [Theory]
    [MemberData(nameof(Sets))]
    public void TheShareInCommonIsEstimated(int size, int quarters)
    {
        // Several pairs of sets, so that the mean is held to less than one estimate's deviation of 0.044.
        int common = size * quarters / 4;
        double expected = (double)common / ((2 * size) - common), sum = 0;
        for (ulong pair = 0; pair < 20; pair++)
        {
            List<ulong> both = Elements(common, (3 * pair) + 1);
            sum += MinHash.Similarity(
                Sign([.. both, .. Elements(size - common, (3 * pair) + 2)]),
                Sign([.. both, .. Elements(size - common, (3 * pair) + 3)]));
        }

        Assert.InRange(sum / 20, expected - 0.05, expected + 0.05);
    }

    [Fact]
    public void OrderAndRepetitionMakeNoDifference() =>
        Assert.Equal(Sign([1UL << 60, 2, 3]), Sign([3, 2, 1UL << 60, 2, 3]));

    [Fact]
    public void EqualSetsAreAllAlike() => Assert.Equal(1, MinHash.Similarity(Sign([1, 2]), Sign([2, 1])));

    [Fact]
    public void SetsOfOneElementAreToldApart() => Every.Item(
        Enumerable.Range(0, 1000),
        i => Assert.InRange(MinHash.Similarity(Sign([(ulong)i]), Sign([(ulong)i + 1])), 0, 0.2));

    private static List<ulong> Elements(int count, ulong seed)
    {
        var random = new KeyedRandom(seed, RandomPurpose.Weights, 7, 0);
        return [.. Enumerable.Range(0, count).Select(_ =>
            ((ulong)random.NextInteger(int.MaxValue) << 33) ^ ((ulong)random.NextInteger(int.MaxValue) << 11))];
    }

    private static ulong[] Sign(List<ulong> elements)
    {
        ulong[] signature = new ulong[MinHash.Bands];
        MinHash.Sign([.. elements.Select(Shingles.Mix)], signature);
        return signature;
    }
}
