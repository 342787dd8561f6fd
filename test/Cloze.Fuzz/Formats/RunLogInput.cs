using Cloze.Cli.Rendering.Report;
using Cloze.Training;

namespace Cloze.Fuzz;

/// <summary>The log of a run beside a sound manifest: what <c>cloze report</c> opens, and what resuming cuts.</summary>
internal sealed class RunLogInput : FuzzFormat
{
    private static readonly byte[][] s_words = Mix.Words(
        "\"event\"", "\"step\"", "\"evaluation\"", "\"start\"", "\"loss\"", "\"by_frequency\"", "\"examples\"", "null",
        "1e999", "-1", "4294967296", "</script>", "\n", "{}");

    private readonly string _run;

    public RunLogInput()
    {
        string start = Path.Combine(Folder, "start");
        _run = Path.Combine(Folder, "run");
        SeedModel.Write(start);
        SeedModel.Train(start, _run);
        Seeds = [File.ReadAllBytes(Log)];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    private string Log => Path.Combine(_run, "training", "metrics.jsonl");

    public override byte[] Mutate(byte[] input, byte[] other, Draw draw)
    {
        int line = input.AsSpan().IndexOf((byte)'\n');
        byte[]? changed = draw.OneIn(2) && line > 0 ? JsonMutator.TryMutate(input[..line], draw) : null;
        return changed is null ? ByteMutator.Mutate(input, other, s_words, draw) : [.. changed, .. input[line..]];
    }

    public override string Run(byte[] input)
    {
        File.WriteAllBytes(Log, input);
        var log = new RunLog(Log, _ => throw new BrokenPromiseException("the log cannot be written"));
        log.Begin("1.0", "CPU", new RunPosition(2, 64, 1));
        RunHistory cut = RunHistory.Read(_run);
        Require(cut.Starts.Count > 0, "a log that was cut is sound");
        File.WriteAllBytes(Log, input);
        RunHistory history = RunHistory.Read(_run);
        string page = ReportPage.Of("run", history.Thinned(4));
        Require(page.Contains("</html>", StringComparison.Ordinal), "a page has its end");
        return $"{Roughly(history.Steps.Count)} steps, {Roughly(history.Evaluations.Count)} evaluations, "
            + $"{Roughly(cut.Steps.Count)} kept";
    }
}
