using System.Diagnostics;
using Cloze.Compute;
using Cloze.Evaluation;
using Cloze.Predictions;

namespace Cloze.Benchmarks.EndToEnd;

/// <summary>
/// Minimal pairs of a folder in BLiMP's format, scored as <c>cloze eval --pairs</c> does: the time of each operation,
/// and of what is left.
/// </summary>
internal static class PairsBenchmark
{
    private const int BatchTokens = 4096;

    /// <param name="words">The model's folder, that of the pairs, and options.</param>
    public static void Run(string[] words)
    {
        var arguments = new Arguments(words);
        MinimalPairs pairs = Sample(MinimalPairs.Read(words[1]), arguments.Number("--every", 1));
        using var model = PretrainedModel.LoadPredictions(
            words[0], new EngineOptions { Threads = arguments.Number("--threads", 0) });
        using var evaluator = new PairEvaluator(
            model.Model, model.Tokenizer, arguments.Number("--batch-tokens", BatchTokens));
        for (int round = 0; round < arguments.Number("--rounds", 1); round++)
        {
            var profiler = new OperationProfiler();
            model.Backend.Profiler = profiler;
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            PairEvaluationResult result = evaluator.Evaluate(pairs, null, default);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            model.Backend.Profiler = null;
            Print(result, seconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds, profiler.Profile());
        }
    }

    // Every so manyth pair of each paradigm.
    private static MinimalPairs Sample(MinimalPairs pairs, int every) => new(
        [.. pairs.Paradigms.Select(paradigm => paradigm with
        {
            Pairs = [.. paradigm.Pairs.Where((_, index) => index % every == 0)],
        })]);

    private static void Print(
        PairEvaluationResult result, double seconds, double processor, IReadOnlyList<OperationProfile> profile)
    {
        Console.WriteLine(
            $"{result.Pairs:N0} pairs in {seconds:F2} s, {processor:F2} s of the processor; "
            + $"{result.Accuracy:P3}, within words {result.WithinWordAccuracy:P3}");
        foreach (OperationProfile part in profile)
        {
            Console.WriteLine(
                $"    {part.Operation}: {part.Seconds:F2} s, {part.Calls:N0} calls, "
                + $"{part.Flops / part.Seconds / 1e9:F1} GFLOP/s");
        }

        Console.WriteLine($"    all else: {seconds - profile.Sum(part => part.Seconds):F2} s");
    }
}
