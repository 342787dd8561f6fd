using System.Diagnostics;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary><c>cloze train</c> as a process of its own, on a <see cref="TinyRun"/>.</summary>
internal sealed class TrainingProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _error;

    private TrainingProcess(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string word in Command(arguments)) start.ArgumentList.Add(word);
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>What follows <c>dotnet</c> on the command line.</summary>
    public static IEnumerable<string> Command(IEnumerable<string> arguments) =>
        [Path.Combine(AppContext.BaseDirectory, "cloze.dll"), "train", .. arguments];

    /// <summary>Options of a run that saves a checkpoint after every step, or less often.</summary>
    public static IEnumerable<string> Options(TinyRun run, string output, int steps, int every = 1, int kept = 3) =>
    [
        "--data", run.Corpus, "--from", run.Start, "--out", output, "--steps", $"{steps}", "--batch-tokens", "64",
        "--learning-rate", "0.01", "--threads", "1", "--checkpoint-steps", $"{every}", "--keep-checkpoints", $"{kept}",
        "--json",
    ];

    /// <summary>Starts it.</summary>
    public static TrainingProcess Start(IEnumerable<string> arguments) => new(arguments);

    /// <summary>The next line of its standard output; null at the end.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process.Kill();
        Assert.True(_process.WaitForExit(s_limit), "The process does not end.");
    }

    /// <summary>Sends it a signal.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public (int Code, string Error) Finish()
    {
        while (ReadLine() is not null)
        {
        }

        Assert.True(_process.WaitForExit(s_limit), "The process does not end.");
        return (_process.ExitCode, _error.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
