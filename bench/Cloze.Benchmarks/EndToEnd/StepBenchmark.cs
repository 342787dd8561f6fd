using Cloze.Benchmarks.Kernels;
using Cloze.Compute;
using Cloze.Kernels;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd;

/// <summary>
/// A whole training step (forward, loss, backward, clipping, AdamW) of each preset at 8,192 pieces, in useful
/// floating-point operations a second and as a share of the peak measured in this process.
/// </summary>
internal static class StepBenchmark
{
    private const int Tokens = 2048;
    private const int Vocabulary = 8192;

    public static void Run(string[] presets)
    {
        int threads = Environment.ProcessorCount;
        Console.WriteLine("| preset | rows of | tokens/s | GFLOP/s | FMA peak, GFLOP/s | share |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (Preset preset in Enum.GetValues<Preset>())
        {
            string name = preset.ToString().ToLowerInvariant();
            if (presets.Length > 0 && !presets.Contains(name)) continue;
            foreach (int length in new[] { 41, 128 }) Measure(name, preset, length, threads);
        }
    }

    private static void Measure(string name, Preset preset, int length, int threads)
    {
        using var backend = new CpuBackend(threads);
        BertConfig config = PresetSizes.Config(preset, Vocabulary, 128, dropout: 0, paddingId: 0);
        using var model = new BertModel(backend, config, ModelHeads.MaskedLanguageModel);
        model.InitializeRandomly(1);
        TokenBatch batch = Batch(length);
        using var training = new BertTraining(model, Tokens, batch.SequenceCount, batch.MaskedCount);
        using var optimizer = new Optimizer(backend, model.Layout, Recipe.For(preset));
        Verify(training, batch);
        int step = 0;
        double seconds = Timing.Fastest(() => Step(model, training, optimizer, batch, ++step), 10);
        double rate = BertFlops.TrainingStep(config, batch.Starts, batch.MaskedCount) / seconds;
        double peak = FmaPeak.Measure(InstructionSets.Default, threads);
        Console.WriteLine(
            $"| {name} | {length} | {batch.TokenCount / seconds:N0} | {rate / 1e9:F1} | "
            + $"{peak / 1e9:F1} | {rate / peak:P1} |");
    }

    // The loss of a random model is near ln V: a step that computes nothing would show here.
    private static void Verify(BertTraining training, TokenBatch batch)
    {
        double loss = training.ForwardBackward(batch, 1, 1).MaskedLanguageModel;
        if (Math.Abs(loss - Math.Log(Vocabulary)) > 0.5) throw new InvalidOperationException($"The loss is {loss}.");
    }

    private static void Step(BertModel model, BertTraining training, Optimizer optimizer, TokenBatch batch, int step)
    {
        model.Backend.Clear(training.Gradients);
        training.ForwardBackward(batch, 1, (uint)step);
        double norm = Math.Sqrt(model.Backend.SumOfSquares(training.Gradients));
        optimizer.Step(training.Gradients, 1e-4f, (float)Math.Min(1, 1 / norm), step, model.Parameters);
    }

    private static TokenBatch Batch(int length)
    {
        int sequences = Tokens / length;
        int masked = (int)Math.Round(0.15 * (length - 2));
        var batch = new TokenBatch(Tokens, sequences, sequences * masked);
        var random = new KeyedRandom(1, RandomPurpose.Order, 0, 0);
        int[] ids = new int[length], labels = new int[masked];
        int[] positions = [.. Enumerable.Range(0, masked).Select(i => 1 + (i * (length - 2) / masked))];
        for (int sequence = 0; sequence < sequences; sequence++)
        {
            for (int i = 0; i < length; i++) ids[i] = 5 + random.NextInteger(Vocabulary - 5);
            for (int i = 0; i < masked; i++) labels[i] = 5 + random.NextInteger(Vocabulary - 5);
            batch.Add(ids, [], positions, labels);
        }

        return batch;
    }
}
