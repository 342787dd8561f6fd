using Cloze.Compute;
using Cloze.Data;
using Cloze.Models;
using Cloze.Tests.Data;
using Cloze.Tests.Models;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

public sealed class TrainerAllocationTests
{
    [Fact]
    public void A_steady_step_allocates_nothing()
    {
        const int vocabulary = 30;
        BertConfig config = TinyModel.Config with
        {
            VocabularySize = vocabulary,
            MaximumPositions = 16,
            HiddenDropout = 0.1f,
            AttentionDropout = 0.1f,
        };
        using var backend = new CpuBackend(1);
        using BertModel model = TinyModel.Create(backend, config, ModelHeads.MaskedLanguageModel);
        using TokenStore store = TinyCorpus.Store(TinyCorpus.Documents(40, 20, vocabulary), 16, 1, vocabulary);
        var batches = new TrainingBatches(store, TinyCorpus.Pieces(vocabulary), new MaskingOptions(), seed: 1);
        var recipe = new Recipe { BatchTokens = 128, SequenceLength = 16 };
        using var trainer = new Trainer(model, batches, recipe, new Budget { Steps = 1000 }, seed: 1);
        for (int warm = 0; warm < 40; warm++) trainer.Step();

        long[] allocated = [.. Enumerable.Range(0, 5).Select(_ => AllocatedInAWhile(trainer, batches))];

        Assert.Equal(0, allocated.Min());
    }

    /// <summary>
    /// What steps over more than a pass of the corpus allocate. The runtime, when it compiles a method anew, now and
    /// then allocates a thread of its own in a step, so that only the least of several such times tells of the step.
    /// </summary>
    private static long AllocatedInAWhile(Trainer trainer, TrainingBatches batches)
    {
        uint epoch = batches.Position.Epoch;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 20; step++) trainer.Step();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(batches.Position.Epoch > epoch + 1, "No pass over the corpus began and ended in these steps.");
        return allocated;
    }
}
