using Cloze.Compute;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Models;

/// <summary>
/// What the engine promises of a training step: the same bits for any number of threads, no allocation.
/// </summary>
public class EncoderTrainingEngineTests
{
    private static readonly EncoderConfig Config = new()
    {
        VocabularySize = 301,
        HiddenSize = 48,
        LayerCount = 2,
        AttentionHeadCount = 3,
        InnerSize = 100,
        MaximumPositions = 64,
        HiddenDropout = 0.1f,
        AttentionDropout = 0.1f,
    };

    public static TheoryData<string> Processor => TestBackends.Processor;

    [Theory]
    [MemberData(nameof(Processor))]
    public void BitsDoNotDependOnTheNumberOfThreads(string name)
    {
        (BatchLoss Loss, float[] Gradients) single = Step(name, 1);
        Assert.True(single.Loss.Total > 0);
        for (int threads = 2; threads <= 3; threads++)
        {
            (BatchLoss loss, float[] gradients) = Step(name, threads);
            Assert.Equal(single.Loss, loss);
            Assert.Equal(single.Gradients, gradients);
        }
    }

    [Theory]
    [MemberData(nameof(Processor))]
    public void ActivationsComputedAgainGiveTheSameBits(string name)
    {
        foreach (int threads in new[] { 1, 2 })
        {
            (BatchLoss Loss, float[] Gradients) kept = Step(name, threads);
            (BatchLoss Loss, float[] Gradients) again = Step(name, threads, recompute: true);
            Assert.Equal(kept.Loss, again.Loss);
            Assert.Equal(Bits(kept.Gradients), Bits(again.Gradients));
        }
    }

    [Fact]
    public void ActivationsComputedAgainTakeTheMemoryOfOneLayer()
    {
        using Backend backend = TestBackends.Create(TestBackends.ProcessorNames[0]);
        long kept = OfLayers(4, recompute: false), again = OfLayers(4, recompute: true);

        // Of a layer stay: its output [T, H], in place of that and of what its backward pass needs. The last one's
        // output are the rows that are read.
        int perToken = (8 * Config.HiddenSize) + Config.InnerSize + Config.AttentionHeadCount + 4;
        Assert.InRange(again, 0, OfLayers(2, recompute: false) + (2L * 1000 * Config.HiddenSize * sizeof(float)));
        long bytes = 1000L * perToken * sizeof(float);
        Assert.InRange(kept - OfLayers(3, recompute: false), bytes, bytes + 1000);

        long OfLayers(int count, bool recompute)
        {
            using EncoderModel model = TinyModel.Create(backend, Config with { LayerCount = count });
            return EncoderTraining.ActivationBytes(model, 1000, 10, 100, recompute);
        }
    }

    [Theory]
    [MemberData(nameof(Processor))]
    public void SteadyStepsAllocateNothing(string name)
    {
        using Backend backend = TestBackends.Create(name);
        using EncoderModel model = TinyModel.Create(backend, Config);
        TokenBatch batch = Batch();
        using var training = new EncoderTraining(
            model, batch.TokenCapacity, batch.SequenceCapacity, batch.MaskedCapacity);
        using var inference = new EncoderInference(model, batch.TokenCapacity, batch.SequenceCapacity);
        float[] losses = new float[batch.MaskedCount];
        uint step = 0;
        while (step < 3) Run();
        Assert.Equal(0, SteadyAllocation.Of(Run));

        void Run()
        {
            backend.Clear(training.Gradients);
            training.ForwardBackward(batch, 1, step++);
            inference.Score(batch, losses, []);
        }
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    private static (BatchLoss Loss, float[] Gradients) Step(string name, int threads, bool recompute = false)
    {
        using Backend backend = TestBackends.Create(name, threads);
        using EncoderModel model = TinyModel.Create(backend, Config);
        TokenBatch batch = Batch();
        using var training = new EncoderTraining(
            model, batch.TokenCapacity, batch.SequenceCapacity, batch.MaskedCapacity, recompute: recompute);
        BatchLoss loss = training.ForwardBackward(batch, 7, 1);
        return (loss, TinyModel.Download(backend, training.Gradients));
    }

    /// <summary>
    /// Nine sequences of 1 to 64 tokens, each with its first token masked, some of them asked for the next.
    /// </summary>
    private static TokenBatch Batch()
    {
        int[] lengths = [64, 1, 17, 2, 33, 48, 5, 64, 20];
        var random = new KeyedRandom(3, RandomPurpose.Order, 0, 0);
        var batch = new TokenBatch(lengths.Sum(), lengths.Length, lengths.Length);
        for (int s = 0; s < lengths.Length; s++)
        {
            int[] ids = new int[lengths[s]];
            for (int i = 0; i < ids.Length; i++) ids[i] = random.NextInteger(Config.VocabularySize);
            batch.Add(ids, [], [0], [random.NextInteger(Config.VocabularySize)], (s % 3) - 1);
        }

        return batch;
    }
}
