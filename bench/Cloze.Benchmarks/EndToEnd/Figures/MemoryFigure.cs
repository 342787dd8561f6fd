using System.Diagnostics;
using Cloze.Compute;
using Cloze.Inference;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd.Figures;

/// <summary>Memory at most, seen from the process itself, and the time to open a model folder.</summary>
internal static class MemoryFigure
{
    /// <summary>Two training steps of 4,096 tokens.</summary>
    public static object Train(Arguments arguments)
    {
        WorkloadOptions options = PeerModel.Options(arguments, 32, dropout: 0.1f);
        WorkloadResult result = StepMeasurement.Measure(
            options with { Repeats = new RepeatOptions { WarmUps = 1, WarmUpSeconds = 0, Fewest = 1, Seconds = 0 } });
        return new { PeakBytes = Peak(), result.TokensPerSecond };
    }

    /// <summary>Opens a folder and fills one mask of a text of 128 tokens.</summary>
    public static object Infer(Arguments arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using var model = MaskedLanguageModel.Load(arguments.Text("--folder"));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string text = string.Join(' ', Enumerable.Range(0, 125).Select(i => $"w{i * 200}")) + " [MASK]";
        double sum = model.Fill(text, new FillOptions { TopK = 5 }).Sum(prediction => prediction.Probability);
        if (sum is not (> 0 and < 1)) throw new InvalidOperationException($"Five probabilities add up to {sum}.");
        return new { PeakBytes = Peak(), LoadSeconds = seconds, WeightBytes = 4 * model.Layout.ParameterCount };
    }

    /// <summary>Writes the folder of a random model of the preset's size, with a made-up vocabulary.</summary>
    public static object Save(Arguments arguments)
    {
        string folder = arguments.Text("--folder");
        using var backend = new CpuBackend(Environment.ProcessorCount);
        Preset preset = PeerModel.Preset(arguments);
        EncoderConfig config = PresetSizes.Config(preset, BatchLengths.Vocabulary, 512, dropout: 0, paddingId: 0);
        using var model = new EncoderModel(backend, config, ModelOutputs.MaskedLanguageModel);
        model.InitializeRandomly(1);
        model.Save(folder);
        string[] special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        int words = BatchLengths.Vocabulary - special.Length;
        File.WriteAllLines(
            Path.Combine(folder, "vocab.txt"), [.. special, .. Enumerable.Range(0, words).Select(i => $"w{i}")]);
        return new { Folder = folder };
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
