using System.Diagnostics;
using System.Text.Json;

namespace Cloze.Benchmarks.EndToEnd.Reporting;

/// <summary>A whole <c>cloze train</c> on the default corpus: what a user sees, preparation included.</summary>
internal sealed class RunSection : ISectionMeasurement
{
    private readonly List<string> _notes = [];

    public string Name => "run";

    public IReadOnlyList<string> Notes => _notes;

    public IEnumerable<ReportRow> Measure(Contestants contestants, ReportOptions options)
    {
        if (!options.Wants("cloze train --minutes 1")) yield break;
        string program = Repository.Path("src", "Cloze.Cli", "bin", "Release", "net10.0", "cloze.dll");
        if (!File.Exists(program))
        {
            _notes.Add("Left out: src/Cloze.Cli is not built. Run dotnet build -c Release first.");
            yield break;
        }

        string folder = Path.Combine(Path.GetTempPath(), $"cloze-report-{Environment.ProcessId}");
        try
        {
            long start = Stopwatch.GetTimestamp();
            string[] words = [program, "train", "--minutes", "1", "--json", "--out", folder];
            JsonElement end = ChildProcess.Lines("dotnet", words, options.RowLimit)[^1];
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            _notes.Add($"The run took {seconds:N0} s, of which 60 s trained; held-out loss {end.Get("loss"):F3} nats.");
            yield return Row("training alone", end.Get("tokens_per_second"));
            yield return Row("preparation, evaluation and start included", end.Get("tokens") / seconds);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static ReportRow Row(string what, double figure) =>
        new() { What = $"cloze train --minutes 1, {what}", Unit = "real tokens/s", Cloze = figure };
}
