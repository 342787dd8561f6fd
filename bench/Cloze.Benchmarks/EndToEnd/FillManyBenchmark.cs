using Cloze.Inference;
using Cloze.Measurement;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd;

/// <summary>
/// Filling 32 ragged texts through the public interface against the engine's own speed on the same lengths, by turns.
/// The folder keeps the model, of random weights, and <c>texts.txt</c> for <c>cloze fill --input</c>.
/// </summary>
internal static class FillManyBenchmark
{
    private const int Rounds = 7;

    /// <param name="preset">The model's size.</param>
    /// <param name="vocabulary">A folder or file with BERT's vocabulary.</param>
    /// <param name="folder">Where the model is written; one that is there is used.</param>
    /// <param name="lines">Lines of <c>texts.txt</c>.</param>
    public static void Run(Preset preset, string vocabulary, string folder, int lines)
    {
        SampleModel.Write(preset, vocabulary, folder);
        using MaskedLanguageModel model = MaskedLanguageModel.Load(folder);
        string[] all = SampleModel.Texts(model.Tokenizer.Vocabulary, SampleModel.Lengths(lines));
        File.WriteAllLines(Path.Combine(folder, "texts.txt"), all);
        int[] lengths = SampleModel.Lengths(32);
        string[] texts = SampleModel.Texts(model.Tokenizer.Vocabulary, lengths);
        WorkloadOptions engine = WorkloadOptions.For(preset, lengths) with
        {
            Config = SampleModel.Config(preset),
            Repeats = new RepeatOptions { WarmUps = 1, Fewest = 1, Most = 3, Seconds = 0.5 },
        };
        double[] ratios = new double[Rounds];
        Console.WriteLine("| engine, tokens/s | FillMany, tokens/s | texts/s | share |");
        Console.WriteLine("|---|---|---|---|");
        for (int round = 0; round < Rounds; round++)
        {
            double reached = InferenceMeasurement.Measure(engine).TokensPerSecond;
            double seconds = Time(() => model.FillMany(texts));
            ratios[round] = lengths.Sum() / seconds / reached;
            Console.WriteLine(
                $"| {reached:N0} | {lengths.Sum() / seconds:N0} | {32 / seconds:N0} | {ratios[round]:P1} |");
        }

        Array.Sort(ratios);
        Console.WriteLine($"\nMedian share {ratios[Rounds / 2]:P1}");
    }

    // As the engine is timed: once to warm up, then the median of up to three.
    private static double Time(Action run)
    {
        var options = new RepeatOptions { WarmUps = 1, Fewest = 1, Most = 3, Seconds = 0.5 };
        return RepeatedTime.Measure(run, options).Median;
    }
}
