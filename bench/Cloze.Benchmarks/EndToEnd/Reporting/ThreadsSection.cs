using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>The base model's training step on one thread and on two.</summary>
internal sealed class ThreadsSection : ISectionMeasurement
{
    public string Name => "threads";

    public IReadOnlyList<string> Notes => ["The step of the training section, on two threads against one."];

    public IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options)
    {
        if (!options.Wants("train base, two threads")) yield break;
        string[] words = ["train", "--preset", "base", "--steps", "3", "--threads"];
        var alternation = Alternation.Of(
            options, [Contestants.Cloze([.. words, "2"]), Contestants.Cloze([.. words, "1"])]);
        IReadOnlyList<JsonElement>[][] runs = alternation.Runs;
        double[] rates =
            [.. runs.Select(run => Alternation.Median(run, line => line.Get("tokens") / line.Get("seconds"))!.Value)];
        double[] shares =
        [
            .. runs.Select(run => Alternation.Median(
                run, line => line.Get("usefulGflop") / line.Get("seconds") / line.Get("peakGflops"))!.Value),
        ];
        yield return new ReportRow
        {
            What = "train base, two threads",
            Unit = "real tokens/s",
            Cloze = rates[0],
            Share = shares[0],
            Peer = "one thread",
            PeerFigure = rates[1],
            PeerShare = shares[1],
            Target = new Target { Ratio = 1.9 },
            Doubt = alternation.Doubt,
        };
    }
}
