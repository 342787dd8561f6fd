using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Text;

[Trait("Slow", "Emulated")]
public class BytePairMergingTests
{
    private const int Letters = 4;

    [Fact]
    public void WordsOfEveryLengthMergeAsIfAllPairsWereLookedThroughEachTime()
    {
        var random = new Random(20_261_127);
        for (int round = 0; round < 400; round++)
        {
            (int, int, int)[] merges = Merges(random, 30);
            int[] word = [.. Enumerable.Range(0, random.Next(1, 160)).Select(_ => random.Next(Letters))];
            Assert.Equal(Naive(merges, word), Merged(merges, word));
        }
    }

    [Fact]
    public void AWordOfAMillionSymbolsComesToItsEnd()
    {
        List<(int, int, int)> merges = [];
        for (int id = 0; id < 20; id++) merges.Add((id, id, id + 1));
        int[] ids = new int[1 << 20], ends = [.. Enumerable.Range(1, 1 << 20)];
        int count = BytePairMerging.Merge(new MergeTable(merges), ids, ends);
        Assert.Equal((1, 20, 1 << 20), (count, ids[0], ends[0]));
    }

    private static (int Left, int Right, int Merged)[] Merges(Random random, int count)
    {
        var merges = new Dictionary<(int, int), int>();
        for (int id = Letters; merges.Count < count; id++)
        {
            merges.TryAdd((random.Next(id), random.Next(id)), id);
        }

        return [.. merges.Select(merge => (merge.Key.Item1, merge.Key.Item2, merge.Value))];
    }

    private static IEnumerable<(int Id, int End)> Merged((int, int, int)[] merges, int[] word)
    {
        int[] ids = [.. word], ends = [.. Enumerable.Range(1, word.Length)];
        int count = BytePairMerging.Merge(new MergeTable(merges), ids, ends);
        return ids.Take(count).Zip(ends);
    }

    private static List<(int Id, int End)> Naive((int Left, int Right, int Merged)[] merges, int[] word)
    {
        List<(int Id, int End)> symbols = [.. word.Select((id, i) => (id, i + 1))];
        while (true)
        {
            int Rank(int i) => i + 1 < symbols.Count
                ? Array.FindIndex(merges, merge => (merge.Left, merge.Right) == (symbols[i].Id, symbols[i + 1].Id))
                : -1;
            int[] places = [.. Enumerable.Range(0, symbols.Count).Where(i => Rank(i) >= 0).OrderBy(Rank)];
            if (places.Length == 0) return symbols;
            int at = places[0];
            symbols[at] = (merges[Rank(at)].Merged, symbols[at + 1].End);
            symbols.RemoveAt(at + 1);
        }
    }
}
