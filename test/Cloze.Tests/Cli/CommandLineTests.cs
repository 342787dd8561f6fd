using Cloze.Cli.Commands;
using Xunit;

namespace Cloze.Tests.Cli;

public class CommandLineTests
{
    public static TheoryData<string> AllVerbs { get; } = [.. Verbs.Names];

    [Theory]
    [MemberData(nameof(AllVerbs))]
    public async Task EveryVerbHasHelpWithExamples(string verb)
    {
        CliRun run = await CliRun.Of(verb, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Examples:", run.Output);
        Assert.Contains($"  cloze {verb} ", run.Output);
        Assert.Contains("--json", run.Output);
    }

    [Fact]
    public async Task TheProgramsHelpListsTheVerbs()
    {
        CliRun run = await CliRun.Of("--help");
        Assert.Equal(0, run.ExitCode);
        Assert.NotEmpty(Verbs.Names);
        foreach (string verb in Verbs.Names) Assert.Contains($"  {verb} ", run.Output);
    }

    [Theory]
    [InlineData("train", "--nonsense")]
    [InlineData("fill")]
    [InlineData("train", "--steps", "many")]
    [InlineData("paint")]
    public async Task WrongUsageIsExitCodeTwoWithAHint(params string[] arguments)
    {
        CliRun run = await CliRun.Of(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error: ", run.Error);
        Assert.Contains("hint: ", run.Error);
        Assert.Contains("--help", run.Error);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("fil", "Did you mean fill?")]
    [InlineData("tokenise", "Did you mean tokenize?")]
    public async Task AMistypedVerbIsNamed(string verb, string hint)
    {
        CliRun run = await CliRun.Of(verb, "my-model");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"error: cloze has no verb {verb}.", run.Error);
        Assert.Contains(hint, run.Error);
    }

    [Fact]
    public async Task HelpIsAVerbToo()
    {
        Assert.Equal((await CliRun.Of("--help")).Output, (await CliRun.Of("help")).Output);
        Assert.Equal((await CliRun.Of("fill", "--help")).Output, (await CliRun.Of("help", "fill")).Output);
    }

    [Fact]
    public async Task WordsWithoutQuotesAreNamedWithWhatToDo()
    {
        CliRun run = await CliRun.Of("fill", "my-model", "the", "[MASK]", "sat");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("hint: A text of several words stands in quotes.", run.Error);
    }

    [Fact]
    public async Task AnUnknownChoiceListsTheKnownOnes()
    {
        CliRun run = await CliRun.Of("train", "--preset", "huge");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--preset is \"huge\", expected one of: tiny, mini, small, base, "
            + "tiny-modern, mini-modern, small-modern.", run.Error);
    }

    [Fact]
    public async Task TextAndInputTogetherAreWrongUsage()
    {
        string vocabulary = SharedFiles.Require("data/vocab/bert-base-uncased-vocab.txt");
        CliRun both = await CliRun.Of("tokenize", vocabulary, "a", "--input", "-");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("Both a text and --input are given.", both.Error);
        CliRun neither = await CliRun.Of("tokenize", vocabulary);
        Assert.Equal(2, neither.ExitCode);
        Assert.Contains("A text is missing.", neither.Error);
    }

    [Fact]
    public async Task AMissingModelIsExitCodeOne()
    {
        CliRun run = await CliRun.Of("fill", "no-such-model", "a [MASK]");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no-such-model", run.Error);
        Assert.Contains("hint: ", run.Error);
    }
}
