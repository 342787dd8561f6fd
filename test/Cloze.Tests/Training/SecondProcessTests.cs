using System.Diagnostics;
using Cloze.Tests.Reference;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Training;

/// <summary>A run's folder and another process of <c>cloze</c>.</summary>
public sealed class SecondProcessTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("--resume")]
    [InlineData("--force")]
    public void It_is_refused_while_this_one_writes(string way)
    {
        (int Code, string Error)? second = null;
        var observer = new RecordingObserver
        {
            AfterStep = _ => second ??= Finish(Start("train", "--out", _run.Output, "--steps", "3", way)),
        };

        TrainingResult result = _run.Run(_run.Options(3), observer);

        Assert.Equal(3, result.Position.Step);
        Assert.Equal(1, second!.Value.Code);
        Assert.Contains(
            $"error: {_run.Output} is being written by process {Environment.ProcessId}.", second.Value.Error);
        Assert.NotEmpty(_run.Weights());
    }

    [Fact]
    public void When_it_is_killed_its_folder_is_free()
    {
        using Process other = Start(
            "train", "--data", _run.Corpus, "--from", _run.Start, "--out", _run.Output, "--steps", "100000000",
            "--batch-tokens", "64", "--threads", "1");
        var resume = new TrainingOptions { Output = _run.Output, Resume = true };
        ClozeException refused;
        try
        {
            string state = Path.Combine(_run.Output, "training", "state.json");
            Assert.True(
                SpinWait.SpinUntil(() => other.HasExited || File.Exists(state), s_limit) && !other.HasExited,
                "The other process did not begin to train.");
            refused = Assert.Throws<ClozeException>(() => _run.Run(resume));
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }

        TrainingResult result = _run.Run(resume, null, new ReferenceBackend(), new CancellationToken(canceled: true));

        Assert.Equal($"{_run.Output} is being written by process {other.Id}.", refused.Message);
        Assert.True(result.IsInterrupted);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] words = [Path.Combine(AppContext.BaseDirectory, "cloze.dll"), .. arguments];
        foreach (string word in words) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }

    private static (int Code, string Error) Finish(Process process)
    {
        using (process)
        {
            string error = process.StandardError.ReadToEnd();
            Assert.True(process.WaitForExit(s_limit), "The other process does not end.");
            return (process.ExitCode, error);
        }
    }
}
