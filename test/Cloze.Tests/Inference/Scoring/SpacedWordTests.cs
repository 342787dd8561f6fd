using Cloze.Inference;
using Cloze.Tests.Cli;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>A word's place is without the white space that its tokens take.</summary>
public sealed class SpacedWordTests
{
    private const string Text = "the cat sat.";

    public static TheoryData<string, string> Tokenizers => new()
    {
        { SpacedModel.Metaspace, "the|cat|sat." },
        { SpacedModel.ByteLevel, "the|cat|sat|." },
    };

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void WhiteSpaceIsNotOfAWord(string kind, string expected)
    {
        using var folder = new SpacedModel(kind);
        using MaskedLanguageModel model = folder.Load();
        TextScore score = model.Score(new TextPair(Text, Text), new ScoreOptions { Replacements = 3 });
        string[] words = expected.Split('|');
        Assert.Equal(words.Concat(words), score.Words.Select(word => word.Text));
        Every.Item(score.Words, word => Assert.Equal(word.Text, Text[word.Start..word.End]));
        Every.Item(score.Words.Take(words.Length).Skip(1).Take(1).SelectMany(word => word.Replacements), other =>
            Assert.Equal((4, $"the {other.Token.TrimStart()} sat."), (other.Span.Start, other.Text)));

        // The token's place stays the tokenizer's.
        Assert.Equal((3, 7), (score.Tokens[1].Start, score.Tokens[1].End));
        Assert.Equal(new TextSpan(3, 7), model.Tokenizer.Encode(Text).Offsets[2]);
    }

    [Fact]
    public void AWordOfNothingElseIsTheWhiteSpace()
    {
        using var folder = new SpacedModel(SpacedModel.ByteLevel);
        using MaskedLanguageModel model = folder.Load();
        Assert.Equal(["the", " ", "cat"], model.Score("the  cat").Words.Select(word => word.Text));
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public async Task TheMarksStandRoundTheWords(string kind, string expected)
    {
        using var folder = new SpacedModel(kind);
        CliRun run = await CliRun.Of("score", folder.Folder, Text, "--highlight", "--surprise", "0");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string marked = string.Join("<< >>", expected.Split('|')).Replace("<< >>.", "<<>>.");
        Assert.Equal($">>{marked}<<", run.Lines[0]);
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public async Task AWordIsMaskedByItsNameAndFilledInItsPlace(string kind, string words)
    {
        Assert.Contains("|cat|", words);
        using var folder = new SpacedModel(kind);
        CliRun run = await CliRun.Of("explain", folder.Folder, Text, "--mask", "cat");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("position 2: ", run.Output);
        using MaskedLanguageModel model = folder.Load();
        Prediction cat = model.Fill("the <mask> sat.", new FillOptions { Targets = ["cat"] })[0];
        Assert.Equal((Text, new TextSpan(4, 7)), (cat.Text, cat.Span));
    }
}
