using System.Diagnostics;
using Cloze.Compute;
using Cloze.Inference;
using Cloze.Measurement;
using Cloze.Models;
using Cloze.Training;

namespace Cloze.Benchmarks.EndToEnd;

/// <summary>
/// Filling 32 ragged texts, 15 % of their words masked, through the public interface, against the encoder and the
/// likeliest words of the same batch, by turns. The folder keeps the model, of random weights, and <c>texts.txt</c> for
/// <c>cloze fill --input</c>.
/// </summary>
internal static class FillManyBenchmark
{
    private const int Texts = 32;
    private const double Seconds = 20;

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
        int[] lengths = SampleModel.Lengths(Texts);
        string[] texts = SampleModel.Texts(model.Tokenizer.Vocabulary, lengths);
        using var backend = new CpuBackend();
        using var engine = new EncoderModel(backend, SampleModel.Config(preset), ModelOutputs.MaskedLanguageModel);
        engine.InitializeRandomly(1);
        TokenBatch batch = SampleBatch.Create(lengths, engine.Config.VocabularySize, 0.15);
        using var inference = new EncoderInference(engine, batch.TokenCount, batch.SequenceCount);
        var words = new LikeliestWords(inference, engine.Config.VocabularySize, batch.TokenCount);
        Compare(batch.TokenCount, () => words.Predict(batch, batch.MaskedRows), () => model.FillMany(texts));
    }

    private static void Compare(int tokens, Action engine, Action fill)
    {
        var engineTimes = new List<(double Wall, double Processor)>();
        var fillTimes = new List<(double Wall, double Processor)>();
        engine();
        fill();
        long begin = Stopwatch.GetTimestamp();
        while (fillTimes.Count < 5 || Stopwatch.GetElapsedTime(begin).TotalSeconds < Seconds)
        {
            engineTimes.Add(Time(engine));
            fillTimes.Add(Time(fill));
        }

        Console.WriteLine("| | engine, tokens/s | FillMany, tokens/s | texts/s | share |");
        Console.WriteLine("|---|---|---|---|---|");
        Print("wall", tokens, engineTimes, fillTimes, time => time.Wall);
        Print("processor", tokens, engineTimes, fillTimes, time => time.Processor);
    }

    private static void Print(
        string what,
        int tokens,
        List<(double Wall, double Processor)> engine,
        List<(double Wall, double Processor)> fill,
        Func<(double Wall, double Processor), double> of)
    {
        double reference = Timing.Median(engine.Select(of)), seconds = Timing.Median(fill.Select(of));
        Console.WriteLine(
            $"| {what} | {tokens / reference:N0} | {tokens / seconds:N0} | {Texts / seconds:N0} "
            + $"| {reference / seconds:P1} |");
    }

    private static (double Wall, double Processor) Time(Action run)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        run();
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (wall, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }
}
