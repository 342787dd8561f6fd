using Cloze.Inference;
using Cloze.Tests.Cli;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>Words to choose among: taken as the tokenizer reads them, and none fails the others.</summary>
public sealed class TargetTests : IDisposable
{
    private const string Text = "the cat [MASK] a tree";
    private readonly TinyRun _run = new();
    private readonly MaskedLanguageModel _model;

    public TargetTests() => _model = MaskedLanguageModel.Load(_run.Start, threads: 1);

    public void Dispose()
    {
        _model.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void AWordIsTakenAsTheTokenizerReadsIt()
    {
        FillResult found = Fill("Sees", "HÉARS", "sees");
        Assert.Equal(["hears", "sees"], found.Masks[0].Select(prediction => prediction.Token).Order());
        Assert.Equal(Fill("sees", "hears").Masks[0], found.Masks[0]);
        Assert.Empty(found.Notes);
    }

    [Fact]
    public void AWordThatTheVocabularyCannotWriteIsLeftOutAndNamed()
    {
        FillResult found = Fill("the cat", "sees", "zebra", "hears", "");
        Assert.Equal(["hears", "sees", "the cat"], found.Masks[0].Select(prediction => prediction.Token).Order());
        Assert.Equal(
            [
                "The target \"zebra\" is left out: the vocabulary has no pieces for it.",
                "The target \"\" is left out: the vocabulary has no pieces for it.",
            ],
            found.Notes);
    }

    [Fact]
    public void WhereNoTargetIsLeftItIsAnError()
    {
        Assert.Equal(
            "The vocabulary has no pieces for the target \"zebra\", nor for any other of the 2.",
            Assert.Throws<ClozeException>(() => Fill("zebra", "yak")).Message);
        Assert.Equal("The list of targets is empty.", Assert.Throws<ClozeException>(() => Fill()).Message);
        Assert.Throws<ClozeException>(() => _model.FillMany([Text], new FillOptions { Targets = [] }));
    }

    [Fact]
    public void AnIdWithoutAPieceIsNeverAnAnswer()
    {
        string vocabulary = Path.Combine(_run.Start, "vocab.txt");
        string[] pieces = File.ReadAllLines(vocabulary);
        pieces[7] = "";
        File.WriteAllLines(vocabulary, pieces);
        File.Delete(Path.Combine(_run.Start, "tokenizer.json"));
        using var holed = MaskedLanguageModel.Load(_run.Start, threads: 1);
        IReadOnlyList<Prediction> answers = holed.Fill(Text, new FillOptions { TopK = pieces.Length });
        Assert.Equal(pieces.Length - 1, answers.Count);
        Assert.DoesNotContain(answers, answer => answer.TokenId == 7);
        var masks = holed.DrawMasks(holed.Encode(Text, null, out _), seed: 1);
        Explanation explanation = holed.Explain(holed.Encode(Text, null, out _), masks, pieces.Length);
        Assert.DoesNotContain(explanation.Masks[0].Best, best => best.Id == 7);
    }

    [Fact]
    public async Task TheCommandWarnsOfEachOnceAndAnswers()
    {
        CliRun run = await CliRun.WithInput(
            $"{Text}\n{Text}\n", default, "fill", _run.Start, "--input", "-", "--targets", "Sees,zebra");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Lines.Length);
        Every.Item(run.Lines, line => Assert.StartsWith("sees ", line));
        Assert.Equal(
            $"warning: The target \"zebra\" is left out: the vocabulary has no pieces for it.{Environment.NewLine}",
            run.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ,")]
    public async Task AnEmptyListIsWrongUsage(string list)
    {
        CliRun run = await CliRun.Of("fill", _run.Start, Text, "--targets", list);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"error: --targets is \"{list}\", expected words with commas between.", run.Error);
        Assert.Empty(run.Output);
    }

    private FillResult Fill(params string[] targets) =>
        _model.FillMasks(Text, options: new FillOptions { Targets = targets });
}
