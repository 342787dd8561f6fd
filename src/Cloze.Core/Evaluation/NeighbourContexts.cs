using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;

namespace Cloze.Evaluation;

/// <summary>
/// The contexts in which the masked tokens of an evaluation set stand: the piece to the left, the one to the right, and
/// both. Counted are these alone, so that the counts take memory by the set's size and the training part's length.
/// </summary>
internal sealed class NeighbourContexts
{
    private readonly Dictionary<int, int> _left = [];
    private readonly Dictionary<int, int> _right = [];
    private readonly Dictionary<(int, int), int> _both = [];

    /// <summary>Collects the contexts of a set; a neighbour that is masked itself is none.</summary>
    public NeighbourContexts(EvaluationSet set, PieceTable pieces, int batchTokens)
    {
        var examples = new List<Example>();
        foreach (TokenBatch batch in set.Batches(set.CreateBatch(batchTokens)))
        {
            for (int i = 0; i < batch.MaskedCount; i++)
            {
                int row = batch.MaskedRows[i];
                examples.Add(Collect(
                    Visible(batch, row, -1, pieces), Visible(batch, row, 1, pieces), batch.Labels[i]));
            }
        }

        Examples = examples;
    }

    /// <summary>The masked tokens.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Counts what stands in the contexts.</summary>
    /// <param name="training">The training part.</param>
    /// <param name="pieces">Its vocabulary.</param>
    /// <param name="cancellation">Stops the counting.</param>
    public (ContextModel Left, ContextModel Right, ContextModel Both) Count(
        TokenStore training, PieceTable pieces, CancellationToken cancellation)
    {
        List<long> left = [], right = [], both = [];
        int[] ids = new int[training.SequenceLength];
        for (int sequence = 0; sequence < training.Count; sequence++)
        {
            if (sequence % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            int length = training.Read(sequence, ids);
            for (int i = 1; i < length - 1; i++)
            {
                if (pieces.IsSpecial(ids[i])) continue;
                if (_left.TryGetValue(ids[i - 1], out int behind)) left.Add(Place(behind, ids[i]));
                if (_right.TryGetValue(ids[i + 1], out int before)) right.Add(Place(before, ids[i]));
                if (_both.TryGetValue((ids[i - 1], ids[i + 1]), out int within)) both.Add(Place(within, ids[i]));
            }
        }

        return (Model(left, _left.Count), Model(right, _right.Count), Model(both, _both.Count));
    }

    private static ContextModel Model(List<long> places, int contexts) => new(ContextCounts.Of(places, contexts));

    private static long Place(int context, int piece) => ((long)context << 32) | (uint)piece;

    private static int? Visible(TokenBatch batch, int row, int step, PieceTable pieces)
    {
        int place = row + step;
        bool isInside = place >= 0 && place < batch.TokenCount && batch.Positions[place] == batch.Positions[row] + step;
        return isInside && batch.Ids[place] != pieces.MaskId ? batch.Ids[place] : null;
    }

    private static int Number<T>(Dictionary<T, int> contexts, T context)
        where T : notnull
    {
        if (!contexts.TryGetValue(context, out int number)) contexts[context] = number = contexts.Count;
        return number;
    }

    private Example Collect(int? left, int? right, int label) => new(
        left is { } behind ? Number(_left, behind) : null,
        right is { } before ? Number(_right, before) : null,
        left is { } first && right is { } last ? Number(_both, (first, last)) : null,
        label);

    /// <summary>A masked token: its contexts, null where they are masked, and the true piece.</summary>
    internal readonly record struct Example(int? Left, int? Right, int? Both, int Label);
}
