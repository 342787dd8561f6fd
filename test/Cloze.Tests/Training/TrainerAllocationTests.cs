using Cloze.Compute;
using Cloze.Data;
using Cloze.Masking;
using Cloze.Models;
using Cloze.Tests.Data;
using Cloze.Tests.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class TrainerAllocationTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 20)]
    public void A_steady_step_allocates_nothing(int threads, int sampledPieces)
    {
        const int vocabulary = 30;
        EncoderConfig config = TinyModel.Config with
        {
            VocabularySize = sampledPieces > 0 ? 10 * vocabulary : vocabulary,
            MaximumPositions = 16,
            HiddenDropout = 0.1f,
            AttentionDropout = 0.1f,
        };
        using var backend = new CpuBackend(threads);
        using EncoderModel model = TinyModel.Create(backend, config, ModelOutputs.MaskedLanguageModel);
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(40, 20, vocabulary), 16, 1, vocabulary);
        var batches = new TrainingBatches(store, TinyCorpus.Pieces(vocabulary), new MaskingOptions(), seed: 1);
        var recipe = new Recipe { BatchTokens = 128, SequenceLength = 16, SampledPieces = sampledPieces };
        using var trainer = new Trainer(model, batches, recipe, new Budget { Steps = 10_000 }, seed: 1)
        {
            Guard = new LossGuard(limit: 1000),
        };
        for (int warm = 0; warm < 40; warm++) trainer.Step();

        long[] allocated = [.. Enumerable.Range(0, 3).Select(_ => AllocatedInAWhile(trainer, batches))];

        Assert.Equal(0, allocated.Min());
    }

    /// <summary>
    /// What many passes over the corpus allocate, with ever larger batches among them. While the whole suite runs
    /// beside it, something still allocates now and then, so that the least of several such times counts.
    /// </summary>
    private static long AllocatedInAWhile(Trainer trainer, TrainingBatches batches)
    {
        uint epoch = batches.Position.Epoch;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 300; step++) trainer.Step();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(batches.Position.Epoch > epoch + 60, "Too few passes over the corpus began and ended.");
        return allocated;
    }
}
