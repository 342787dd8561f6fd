using System.Text.Json.Nodes;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>A request to terminate is an interruption like Ctrl-C: the state is saved.</summary>
public sealed class TerminatedRunTests : IDisposable
{
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void The_step_it_was_at_is_saved(string signal)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("There are no such signals.");
        Assert.SkipWhen(signal == "INT" && InterruptsAreIgnored(), "Interrupts are ignored: run it in the foreground.");
        using var process = TrainingProcess.Start(
            TrainingProcess.Options(_run, _run.Output, 100_000_000, every: 1_000_000));
        string last = "";
        for (int line = 0; line < 5; line++) last = process.ReadLine()!;
        int step = (int)JsonNode.Parse(last)!["step"]!;

        process.Signal(signal);
        (int code, string error) = process.Finish();

        Assert.Equal(130, code);
        Assert.Contains("stopping after this step", error);
        JsonNode state = JsonNode.Parse(File.ReadAllText(Path.Combine(_run.Output, "training", "state.json")))!;
        Assert.True((int)state["position"]!["step"]! >= step);
    }

    // A script's background jobs ignore interrupts, and whatever they start inherits it.
    private static bool InterruptsAreIgnored()
    {
        const string status = "/proc/self/status", name = "SigIgn:";
        const ulong interrupt = 1ul << (2 - 1);
        string? line = File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
            : null;
        return line is not null && (Convert.ToUInt64(line[name.Length..].Trim(), 16) & interrupt) != 0;
    }
}
