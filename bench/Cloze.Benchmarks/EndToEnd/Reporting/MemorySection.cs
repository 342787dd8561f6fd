using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>Memory at most of processes that train and run the base model, and the time to open its folder.</summary>
internal sealed class MemorySection : ISectionMeasurement
{
    private const double Megabyte = 1e6;

    public string Name => "memory";

    public IReadOnlyList<string> Notes =>
    [
        "The largest resident memory of the whole process, runtime included. Training: 32 texts of 128 tokens. "
            + "Inference: the folder is opened and one mask of 128 tokens filled; it was written just before, so the "
            + "files are in memory.",
    ];

    public IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options) =>
        Train("train base, 4,096 tokens", options, [], 4500)
            .Concat(Train("train base, 4,096 tokens, --recompute", options, ["--recompute"], 3000))
            .Concat(Infer(options));

    private static IEnumerable<ReportRow> Train(string what, ReportOptions options, string[] words, double most)
    {
        if (!options.Wants(what)) yield break;
        JsonElement line = Contestants.Cloze(
            ["memory-train", "--preset", "base", "--batch", "32", "--steps", "1", .. words]).Run(options.RowLimit)[0];
        yield return Row(what, line.Get("peakBytes") / Megabyte, most);
    }

    private static IEnumerable<ReportRow> Infer(ReportOptions options)
    {
        const string What = "infer base, 1 x 128";
        if (!options.Wants(What)) yield break;
        string folder = Path.Combine(Path.GetTempPath(), $"cloze-report-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            Contestants.Cloze("save", "--preset", "base", "--folder", folder).Run(options.RowLimit);
            Contestant open = Contestants.Cloze("memory-infer", "--folder", folder);
            ReportOptions oneMore = options with { Rounds = options.Rounds + 1 };
            var alternation = Alternation.Of(oneMore, [open]);
            IReadOnlyList<JsonElement>[] runs = alternation.Runs[0] is [_, _, ..] all ? all[1..] : alternation.Runs[0];
            double weights = runs[0][0].Get("weightBytes") / Megabyte;
            double peak = Alternation.Median(runs, line => line.Get("peakBytes") / Megabyte)!.Value;
            yield return Row(What, peak, (1.15 * weights) + 100) with { Doubt = alternation.Doubt };
            double seconds = Alternation.Median(runs, line => line.Get("loadSeconds"))!.Value;
            yield return Row("open base, warm", seconds, 0.5) with { Unit = "s", Doubt = alternation.Doubt };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ReportRow Row(string what, double figure, double most) =>
        new() { What = what, Unit = "MB", Cloze = figure, Target = new Target { Most = most } };
}
