using System.Diagnostics;
using Xunit;

namespace Cloze.Tests.Benchmarks;

/// <summary>The program of benchmarks as a process of its own.</summary>
public class BenchmarkProcessTests
{
    [Trait("Slow", "Emulated")]
    [Fact]
    public async Task WhatAUserCanMendIsAMessageAndAHint()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Cloze.Benchmarks.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { program, "prepare", "no-such-tokenizer", "no-such-text" },
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("There is no ", error);
        Assert.Equal(2, error.Trim().Split('\n').Length);
    }
}
