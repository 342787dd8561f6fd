using System.Runtime.InteropServices;
using Cloze.Compute;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Measurement;

/// <summary>Compares a training run of some steps with the processor's, and with itself.</summary>
internal static class TrajectoryChecks
{
    private const int Vocabulary = 500;
    private const int Batches = 16;
    private const float Rate = 1e-3f;

    /// <summary>How far losses part, and whether two runs end with the same bits.</summary>
    /// <exception cref="ClozeException">There is not enough memory, or training diverged.</exception>
    public static IEnumerable<DeviceCheck> Run(Backend reference, Backend tested, int steps)
    {
        string shape = $"{steps} steps, 2 layers of 128, dropout 0.1";
        (double[] expected, _) = Train(reference, steps);
        (double[] losses, byte[] weights) = Train(tested, steps);
        (double[] again, byte[] same) = Train(tested, steps);
        int tail = Math.Max(1, steps / 5);
        double part = Math.Abs(expected[^tail..].Average() - losses[^tail..].Average());
        yield return new DeviceCheck("training: loss at the end, in nats", shape, part, 0.05);
        yield return new DeviceCheck("training: fall of the loss, missing", shape, losses[^1] < losses[0] ? 0 : 1, 0);
        bool isSame = weights.AsSpan().SequenceEqual(same) && losses.AsSpan().SequenceEqual(again);
        yield return new DeviceCheck("training: other bits in a second run", shape, isSame ? 0 : 1, 0);
    }

    private static (double[] Losses, byte[] Weights) Train(Backend backend, int steps)
    {
        EncoderConfig config = PresetSizes.Config(Preset.Tiny, Vocabulary, 128, 0.1f, paddingId: 0);
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(3);
        int[] lengths = BatchLengths.Ragged(16, 128);
        TokenBatch[] batches = [.. Enumerable.Range(0, Batches).Select(
            i => SampleBatch.Create([.. lengths.Select(length => Math.Max(1, length - i))], Vocabulary, 0.3))];
        TokenBatch largest = batches.MaxBy(batch => batch.TokenCapacity)!;
        using var training = new TrainingStep(model, largest, new Recipe { LearningRate = Rate });
        double[] losses = new double[steps];
        for (int i = 0; i < steps; i++) losses[i] = training.Run(batches[i % Batches], 5, i + 1, Rate).Loss.Total;
        float[] weights = new float[model.Parameters.Count];
        backend.Download(model.Parameters, weights);
        return (losses, MemoryMarshal.AsBytes(weights.AsSpan()).ToArray());
    }
}
