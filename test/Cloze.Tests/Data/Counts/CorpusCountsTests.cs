using Cloze.Data;
using Cloze.Evaluation;
using Xunit;

namespace Cloze.Tests.Data;

public class CorpusCountsTests
{
    [Fact]
    public void PiecesAndNeighboursOfASmallCorpusAreCounted()
    {
        using TokenStore store = TinyCorpus.Store(["7 8 7 7", "8 1 7", "9"]);
        CorpusCounts counts = CorpusCounts.Count(store, TinyCorpus.Pieces());
        Assert.Equal(7, counts.Total);
        Assert.Equal([4, 2, 1, 0], counts.Pieces[7..11].ToArray());
        Assert.Equal(0, counts.Pieces[TinyCorpus.ClassificationId]);
        Assert.Equal([new PairCount(7, 7, 1), new PairCount(7, 8, 2)], counts.Pairs);
        Assert.Equal([4, 2, 0], counts.Neighbours[7..10].ToArray());
        Assert.Equal(0, counts.PairShortfall);
    }

    [Fact]
    public void PairsNeverReachAcrossSequences()
    {
        using TokenStore store = TinyCorpus.Store(["7 8 9 10"], length: 4);
        CorpusCounts counts = CorpusCounts.Count(store, TinyCorpus.Pieces());
        Assert.Equal([new PairCount(7, 8, 1), new PairCount(9, 10, 1)], counts.Pairs);
    }

    [Fact]
    public void PairsAreThoseOfADictionary()
    {
        string[] documents = [.. TinyCorpus.Documents(500, 100, vocabulary: 60)];
        using TokenStore store = TinyCorpus.Store(documents, vocabulary: 60);
        var expected = new SortedDictionary<(int, int), long>();
        for (int sequence = 0; sequence < store.Count; sequence++)
        {
            int[] ids = TinyCorpus.Read(store, sequence)[1..^1];
            foreach ((int left, int right) in ids.Zip(ids.Skip(1)))
            {
                (int, int) key = (Math.Min(left, right), Math.Max(left, right));
                expected[key] = expected.GetValueOrDefault(key) + 1;
            }
        }

        CorpusCounts counts = CorpusCounts.Count(store, TinyCorpus.Pieces(60));
        Assert.Equal(expected.Select(pair => new PairCount(pair.Key.Item1, pair.Key.Item2, pair.Value)), counts.Pairs);
    }

    [Fact]
    public void BeyondItsCapacityTheRarestPairsAreDroppedAndTheFrequentKept()
    {
        string frequent = string.Join(' ', Enumerable.Repeat("7 8", 100));
        string[] documents = [.. TinyCorpus.Documents(300, 60).Select((text, i) => i % 3 == 0 ? frequent : text)];
        using TokenStore store = TinyCorpus.Store(documents);
        CorpusCounts exact = CorpusCounts.Count(store, TinyCorpus.Pieces());
        CorpusCounts bounded = CorpusCounts.Count(store, TinyCorpus.Pieces(), pairCapacity: 500);
        Assert.True(exact.Pairs.Count > 4000);
        Assert.InRange(bounded.Pairs.Count, 1, 500);
        Assert.True(bounded.PairShortfall > 0);
        Assert.Equal(exact.Neighbours, bounded.Neighbours);
        var truth = exact.Pairs.ToDictionary(pair => (pair.First, pair.Second), pair => pair.Count);
        foreach (PairCount pair in bounded.Pairs)
        {
            long count = truth[(pair.First, pair.Second)];
            Assert.InRange(pair.Count, count - bounded.PairShortfall, count);
        }

        Assert.Contains(bounded.Pairs, pair => pair is { First: 7, Second: 8 });
    }

    [Fact]
    public void ProbabilitiesSumToOneAndGuessingByFrequencyScoresTheirEntropy()
    {
        string[] documents = [.. TinyCorpus.Documents(2000, 60, vocabulary: 105)];
        using TokenStore store = TinyCorpus.Store(documents, vocabulary: 105);
        CorpusCounts counts = CorpusCounts.Count(store, TinyCorpus.Pieces(105));
        double sum = Enumerable.Range(0, 105).Sum(id => Math.Exp(counts.LogProbability(id)));
        Assert.Equal(1, sum, 1e-12);
        double loss = FrequencyBaseline.Evaluate(counts, new EvaluationSet(store, TinyCorpus.Pieces(105)), 1024).Loss;
        Assert.Equal(Math.Log(100), loss, 0.01); // a hundred words, equally frequent
    }

    [Fact]
    public void HeldOutTextWithoutAWordIsAClearError()
    {
        using TokenStore store = TinyCorpus.Store(["1 1"]);
        CorpusCounts counts = CorpusCounts.Count(store, TinyCorpus.Pieces());
        var error = Assert.Throws<ClozeException>(
            () => FrequencyBaseline.Evaluate(counts, new EvaluationSet(store, TinyCorpus.Pieces()), 1024));
        Assert.Contains("masked", error.Message);
    }
}
