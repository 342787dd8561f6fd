using System.Diagnostics;
using Cloze.Fuzz;
using Xunit;

namespace Cloze.Tests;

/// <summary>A moment of fuzzing for each format; <c>docs/fuzzing.md</c> tells how to do more.</summary>
public class FuzzTests
{
    // It changes the folder of the process, so it runs in one of its own.
    private const string CommandLine = "command-line";

    public static TheoryData<string> Formats => [.. FuzzFormats.Names.Where(name => name != CommandLine)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void NothingIsFound(string name)
    {
        using FuzzFormat format = FuzzFormats.Create(name);
        FuzzReport report = new FuzzLoop(format, seed: 1).Run(round => round <= 150);
        Assert.Empty(report.Findings.Select(finding => finding.Details));
        Assert.Equal(150 + format.Seeds.Count, report.Inputs);
        Assert.True(report.Outcomes >= 3, $"{report.Outcomes} outcomes");
    }

    [Fact]
    public void TheSameSeedGivesTheSameInputs()
    {
        using FuzzFormat format = FuzzFormats.Create("config");
        Assert.Equal(Inputs(7), Inputs(7));
        Assert.NotEqual(Inputs(7), Inputs(8));

        string[] Inputs(ulong seed)
        {
            byte[] sound = format.Seeds[0];
            return [.. Enumerable.Range(1, 20).Select(round => Convert.ToHexString(
                format.Mutate(sound, sound, new Draw(seed, (uint)round))))];
        }
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("eats")]
    public void AFaultIsFoundAndCanBeReplayed(string fault)
    {
        using var format = new FaultyInput(fault);
        FuzzReport report = new FuzzLoop(format, seed: 1).Run(round => round <= 300);
        Finding finding = Assert.Single(report.Findings);
        Assert.Contains((byte)'x', finding.Input);
        using var folder = new TemporaryFolder();
        string path = new FindingFolder(folder.Path, "faulty", 1).Write(finding);
        Assert.Equal(finding.Input, File.ReadAllBytes(path));
        Assert.Contains($"seed 1, round {finding.Round}", File.ReadAllText(Path.ChangeExtension(path, ".txt")));
    }

    [Fact]
    public async Task TheProgramTriesTheCommandLine()
    {
        using var folder = new TemporaryFolder();
        string program = Path.ChangeExtension(typeof(FuzzLoop).Assembly.Location, ".dll");
        string[] words = [program, CommandLine, "--seconds", "2", "--out", folder.Path];
        using var process = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Contains(" 0 findings", output);
        Assert.Equal(0, process.ExitCode);
    }

    private sealed class FaultyInput(string fault) : FuzzFormat
    {
        public override IReadOnlyList<byte[]> Seeds => [Bytes("abc")];

        public override long MostBytes => 1 << 20;

        public override byte[] Mutate(byte[] input, byte[] other, Draw draw) =>
            ByteMutator.Mutate(input, other, Mix.Words("x"), draw);

        public override string Run(byte[] input)
        {
            if (!input.Contains((byte)'x')) return "fine";
            if (fault == "throws") throw new InvalidOperationException("No x.");
            return $"{new byte[1 << 25].Length}";
        }
    }
}
