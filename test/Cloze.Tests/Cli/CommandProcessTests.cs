using System.Diagnostics;
using System.Text.Json;
using Cloze.Cli.Hosting;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>
/// The command as a process of its own, with the settings it is built with, and as native code where
/// <c>CLOZE_NATIVE_COMMAND</c> names the file: it says what it says in this process.
/// </summary>
public sealed class CommandProcessTests : IDisposable
{
    private const string Accents = "Cafés ÀÉÎ ßẞ İı ǅ 你好 Ελλάς 각 😀 naïve";
    private readonly TinyRun _run = new();

    public static TheoryData<string> Forms => ["dotnet", "native"];

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task TokensAreTheSame(string form)
    {
        await IsSame(form, "tokenize", _run.Start, "The cat sees a tree", "--pair", "a dog", "--json");
        await IsSame(form, "tokenize", _run.Start, "The cat sees a tree");
        string vocabulary = SharedFiles.Require("data/vocab/bert-base-uncased-vocab.txt");
        await IsSame(form, "tokenize", vocabulary, Accents, "--json");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task InspectionsAreTheSame(string form)
    {
        await IsSame(form, "inspect", _run.Start, "--json");
        await IsSame(form, "inspect", _run.Start);
        await IsSame(form, "inspect", "no-such-folder");
        await IsSame(form, "fill", _run.Start, "no mask");
        await IsSame(form, "paint");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task EveryVerbPrintsItsJson(string form)
    {
        string[][] commands =
        [
            ["fill", _run.Start, "the [MASK] sees", "--json"],
            ["score", _run.Start, "the cat sees", "--replacements", "2", "--json"],
            ["score", _run.Start, "the cat sees", "--pair", "a dog", "--json"],
            ["embed", _run.Start, "the cat sees", "a dog", "--json"],
            ["explain", _run.Start, "the cat sees a tree", "--json"],
            ["eval", _run.Start, "--data", _run.Corpus, "--json"],
            ["train", "--data", _run.Corpus, "--from", _run.Start, "--out", _run.Output, "--steps", "2", "--json",
                "--profile"],
        ];
        foreach (string[] command in commands)
        {
            CliRun run = await Start(form, command);
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.NotEmpty(run.Lines);
            foreach (string line in run.Lines) JsonDocument.Parse(line).Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task BenchSaysTheInstructionSetThatIsTaken(string form)
    {
        CliRun run = await Start(form, "bench", "--preset", "tiny", "--seconds", "0.1", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument report = JsonDocument.Parse(run.Output);
        string? set = report.RootElement.GetProperty("machine").GetProperty("instruction_set").GetString();

        // The native command is compiled for AVX2: without it, it would not have started.
        if (form == "native") Assert.StartsWith("AVX", set);
        else Assert.Equal(Cloze.Kernels.InstructionSets.DisplayName(Cloze.Kernels.InstructionSets.Default), set);
    }

    private static async Task IsSame(string form, params string[] arguments)
    {
        CliRun expected = await CliRun.Of(arguments);
        CliRun run = await Start(form, arguments);
        Assert.Equal(expected.ExitCode, run.ExitCode);
        Assert.Equal(expected.Output, run.Output);
        Assert.Equal(expected.Error, run.Error);
    }

    private static async Task<CliRun> Start(string form, params string[] arguments)
    {
        ProcessStartInfo start = form == "native"
            ? new ProcessStartInfo(Native(), arguments)
            : new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments]);
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = System.Text.Encoding.UTF8;
        start.Environment.Remove("COLUMNS");
        if (form == "native") start.Environment.Remove(Cloze.Kernels.InstructionSets.Variable);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliRun(process.ExitCode, output, await error);
    }

    private static string Native()
    {
        string? path = Environment.GetEnvironmentVariable("CLOZE_NATIVE_COMMAND");
        if (string.IsNullOrEmpty(path)) Assert.Skip("CLOZE_NATIVE_COMMAND names no native command.");
        return path;
    }
}
