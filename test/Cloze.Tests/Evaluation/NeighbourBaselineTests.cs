using Cloze.Data;
using Cloze.Evaluation;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Tests.Data;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class NeighbourBaselineTests
{
    private const int Vocabulary = 12;
    private const double Discount = 0.75;
    private static readonly PieceTable s_pieces = TinyCorpus.Pieces(Vocabulary);

    [Fact]
    public void WhatAlwaysFollowsIsNearlyCertain()
    {
        string[] texts = [.. Enumerable.Repeat("5 6 7 8 5 6 7 8 5 6 7 8 5 6 7 8", 40)];
        (NeighbourBaseline found, CorpusCounts counts, _) = Evaluate(texts, texts);
        Assert.True(found.BothNeighbours < found.LeftWord);
        Assert.True(found.LeftWord < -counts.LogProbability(5));
    }

    [Fact]
    public void TheLossesAreThoseOfTheFormulas()
    {
        string[] training = [.. TinyCorpus.Documents(60, 20, Vocabulary, seed: 1)];
        string[] heldOut = [.. TinyCorpus.Documents(30, 20, Vocabulary, seed: 2)];
        (NeighbourBaseline found, CorpusCounts counts, EvaluationSet set) = Evaluate(training, heldOut);
        int[][] sequences = [.. training.Select(Ids)];
        double left = 0, both = 0;
        int masks = 0;
        foreach (TokenBatch batch in set.Batches(set.CreateBatch(256)))
        {
            for (int i = 0; i < batch.MaskedCount; i++, masks++)
            {
                int row = batch.MaskedRows[i];
                int? before = Visible(batch.Ids[row - 1]), after = Visible(batch.Ids[row + 1]);
                left -= Math.Log(Left(counts, sequences, before)[batch.Labels[i]]);
                both -= Math.Log(Both(counts, sequences, before, after)[batch.Labels[i]]);
            }
        }

        Assert.Equal(left / masks, found.LeftWord, 1e-9);
        Assert.Equal(both / masks, found.BothNeighbours, 1e-9);
    }

    private static int? Visible(int id) => id == TinyCorpus.MaskId ? null : id;

    private static double[] Left(CorpusCounts counts, int[][] sequences, int? left) =>
        Smooth(Alone(counts), Middles(sequences).Where(place => place.Left == left).Select(place => place.Id));

    private static double[] Both(CorpusCounts counts, int[][] sequences, int? left, int? right)
    {
        double[] alone = Alone(counts), byLeft = Left(counts, sequences, left);
        double[] byRight =
            Smooth(alone, Middles(sequences).Where(place => place.Right == right).Select(place => place.Id));
        double[] apart = [.. Enumerable.Range(0, Vocabulary).Select(id => byLeft[id] * byRight[id] / alone[id])];
        double whole = apart.Sum();
        return Smooth(
            [.. apart.Select(value => value / whole)],
            Middles(sequences).Where(place => place.Left == left && place.Right == right).Select(place => place.Id));
    }

    private static double[] Alone(CorpusCounts counts) =>
        [.. Enumerable.Range(0, Vocabulary).Select(id => Math.Exp(counts.LogProbability(id)))];

    private static double[] Smooth(double[] rest, IEnumerable<int> ids)
    {
        int[] counts = new int[Vocabulary];
        foreach (int id in ids) counts[id]++;
        double total = counts.Sum();
        if (total == 0) return rest;
        double left = Discount * counts.Count(count => count > 0) / total;
        return [.. counts.Select((count, id) => (Math.Max(0, count - Discount) / total) + (left * rest[id]))];
    }

    private static IEnumerable<(int? Left, int Id, int? Right)> Middles(int[][] sequences) =>
        from ids in sequences
        from place in Enumerable.Range(1, ids.Length - 2)
        select ((int?)ids[place - 1], ids[place], (int?)ids[place + 1]);

    private static int[] Ids(string text)
    {
        var ids = new List<int> { TinyCorpus.ClassificationId };
        TinyCorpus.Tokenize(text, ids);
        ids.Add(TinyCorpus.SeparatorId);
        return [.. ids];
    }

    private static (NeighbourBaseline Found, CorpusCounts Counts, EvaluationSet Set) Evaluate(
        string[] training, string[] heldOut)
    {
        TokenStore store = TinyCorpus.Store(training, 128, 1, Vocabulary);
        var set = new EvaluationSet(TinyCorpus.Store(heldOut, 128, 1, Vocabulary), s_pieces);
        var counts = CorpusCounts.Count(store, s_pieces);
        return (NeighbourBaseline.Evaluate(store, counts, s_pieces, set, 256), counts, set);
    }
}
