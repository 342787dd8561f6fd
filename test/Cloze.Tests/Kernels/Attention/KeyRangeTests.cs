using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public class KeyRangeTests
{
    [Fact]
    public void EveryQueryFindsItsWindowInTheRangeAndTheRangeFitsItsMemory()
    {
        foreach (int panel in new[] { 8, 12, 16, 24, 32, 48 })
        {
            foreach (int length in new[] { 1, 7, 48, 49, 130, 300 })
            {
                foreach (int window in new[] { 0, 1, 5, 64, length }) Check(panel, length, Math.Min(window, length));
            }
        }
    }

    [Fact]
    public void AWindowBeyondTheSequenceSeesAllOfIt()
    {
        var range = new KeyRange(Head(100, 100), 48, 48, 12);
        Assert.Equal((0, 100, 0, 100), (range.Start, range.Count, range.From(47), range.To(0)));
        Assert.Equal(100, KeyRange.Most(100, int.MaxValue, 48));
    }

    private static void Check(int panel, int length, int window)
    {
        const int tile = 48;
        for (int first = 0; first < length; first += tile)
        {
            int queries = Math.Min(tile, length - first);
            var range = new KeyRange(Head(length, window), first, queries, panel);
            Assert.Equal(0, range.Start % 8);
            Assert.Equal(0, range.Start % panel);
            Assert.InRange(range.Count, 1, KeyRange.Most(length, window, tile));
            for (int query = 0; query < queries; query++)
            {
                int place = first + query;
                Assert.Equal(Math.Max(0, place - window), range.Start + range.From(query));
                Assert.Equal(Math.Min(length, place + window + 1), range.Start + range.To(query));
                Assert.InRange(range.From(query), 0, range.Count - 1);
                Assert.InRange(range.To(query), 1, range.Count);
                Assert.InRange(range.From(query) - KeyRange.Begin(range.From(query)), 0, 7);
            }
        }
    }

    private static AttentionHead Head(int length, int window) => new(0, length, 0, 1, 4, window, 0);
}
