using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Cli;

/// <summary>What <c>cloze eval</c> says of options that the text's source has no use for.</summary>
public sealed class EvalSourceTests : IDisposable
{
    private readonly TinyRun _run = new();

    public static TheoryData<string, string, string> Useless => new()
    {
        { "--input", "--objective mlm", "--data" },
        { "--input", "--sentences line", "--data" },
        { "--input", "--document line", "--data" },
        { "--input", "--replace-invalid", "--data" },
        { "--input", "--pseudo-tokens 0", "--data" },
        { "--pairs", "--objective mlm", "--data" },
        { "--pairs", "--sentences line", "--data" },
        { "--pairs", "--document line", "--data" },
        { "--pairs", "--replace-invalid", "--data" },
        { "--pairs", "--pseudo-tokens 1024", "--data" },
        { "--pairs", "--text-field body", "--data and --input" },
        { "--pairs", "--skip-invalid", "--input" },
        { "--data", "--skip-invalid", "--input" },
    };

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Useless))]
    public async Task WhatWouldDoNothingIsRefused(string source, string option, string owners)
    {
        string[] words = option.Split(' ');
        CliRun run = await CliRun.Of(["eval", _run.Start, source, _run.Corpus, .. words]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains($"error: {words[0]} does nothing with {source}.", run.Error);
        Assert.Contains($"hint: Leave it out: it belongs to {owners}.", run.Error);
    }

    [Theory]
    [InlineData("--data", "--document line --pseudo-tokens 0 --replace-invalid --text-field body --objective mlm")]
    [InlineData("--input", "--skip-invalid --text-field body")]
    public async Task WhatIsOfUseIsNot(string source, string options)
    {
        CliRun run = await CliRun.Of(
            ["eval", _run.Start, source, _run.Corpus, "--threads", "1", .. options.Split(' ')]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }
}
