using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Data;

/// <summary>Which sequences a step had, where a run has phases.</summary>
public sealed class PhasedBatchesTests : IDisposable
{
    private static readonly int[] s_lengths = [8, 16];

    private readonly TokenStore[] _stores =
        [.. s_lengths.Select(length => TinyCorpus.Store([.. TinyCorpus.Documents(40, 20, 30)], length, 1, 30))];

    public void Dispose()
    {
        foreach (TokenStore store in _stores) store.Dispose();
    }

    // A device has filled the next batches when a step is judged.
    [Fact]
    public void AStepsSequencesAreThoseOfItsPhaseWhenTheNextHasBegun()
    {
        PhasedBatches batches = Open();
        TokenBatch batch = batches.CreateBatch(64);
        BatchPosition begin = Fill(batches, batch, steps: 2), end = Fill(batches, batch, steps: 1);
        long[] expected = [.. batches.Between(begin, end)];
        batches.Enter(1);
        Assert.Equal(expected, batches.Between(begin, end));
        Assert.NotEmpty(expected);
        BatchPosition entered = batches.Position;
        BatchPosition later = Fill(batches, batch, steps: 1);
        Assert.Equal(batches.Between(entered, later), batches.Between(end, later));
        Assert.Equal(expected, batches.Between(begin, end));
    }

    private PhasedBatches Open() => new(
        (phase, start) => new TrainingBatches(
            _stores[phase], TinyCorpus.Pieces(30), new MaskingOptions(), seed: 3, start),
        s_lengths.Length,
        default);

    /// <summary>Where the row stands after some steps.</summary>
    private static BatchPosition Fill(PhasedBatches batches, TokenBatch batch, int steps)
    {
        for (int step = 0; step < steps; step++) batches.Fill(batch);
        return batches.Position;
    }
}
