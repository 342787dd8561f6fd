using Cloze.Doctor;
using Cloze.Models;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Doctor;

/// <summary>What shows when a text is cut into the pieces of a vocabulary.</summary>
public sealed class TokenCheckTests : IDisposable
{
    // Its vocabulary has the words of its corpus and no letters.
    private readonly TinyRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void AFittingVocabularyHasNoFinding()
    {
        (Finding[] findings, PieceFigures figures) = Find(["the cat sees a tree", "a dog hears the old man"]);
        Assert.Empty(findings);
        Assert.Equal((0L, 0L, 1.0), (figures.UnknownPieces, figures.SequencesWithoutMasks, figures.PiecesPerWord));
    }

    [Fact]
    public void UnknownWordsAreCountedAndTheCommonestShown()
    {
        (Finding[] findings, PieceFigures figures) = Find(
            ["the cat sees zebras and zebras", "a dog hears the old zebras", "the river sees a tree"]);
        Finding finding = Assert.Single(findings);
        Assert.Equal(("unknown-pieces", Severity.Warning, 4), (finding.Id, finding.Severity, finding.Count));
        Assert.Equal(["zebras", "and"], finding.Examples);
        Assert.Equal(4 / 17.0, figures.UnknownRate, 1e-12);
        Assert.Contains("The model was made for other text", finding.Advice);
    }

    [Fact]
    public void SequencesOfUnknownWordsAloneTeachNothing()
    {
        (Finding[] findings, PieceFigures figures) = Find(["zebras", "the cat sees a tree", "a dog"]);
        Finding finding = findings.Single(found => found.Id == "nothing-to-mask");
        Assert.Equal((Severity.Warning, 1), (finding.Severity, finding.Count));
        Assert.Equal(3, figures.Sequences);
    }

    [Fact]
    public void WithNothingButUnknownWordsBothAreFatal()
    {
        Finding[] findings = Find(["zebras", "giraffes"]).Findings;
        Assert.Equal(["unknown-pieces", "nothing-to-mask"], findings.Select(finding => finding.Id));
        Every.Item(findings, finding => Assert.Equal(Severity.Fatal, finding.Severity));
    }

    [Fact]
    public void WordsOfManyPiecesAreTold()
    {
        // A vocabulary of 46 pieces has little more than letters.
        string[] texts = SampleTexts.Sound();
        var options = new DoctorOptions { VocabularySize = 46 };
        using var tokens = SampleTokens.Cut(texts, options, default);
        var check = new PieceCheck(tokens, texts);
        Finding finding = check.Find(hasSpaces: true, default).Single(found => found.Id == "many-pieces-per-word");
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.True(check.Figures is { IsTrained: true, PiecesPerWord: > 2.2 });
        Assert.NotEmpty(finding.Examples);
        Assert.Empty(new PieceCheck(tokens, texts).Find(hasSpaces: false, default));
    }

    [Fact]
    public void MorePiecesThanRowsAreFatal()
    {
        var config = new EncoderConfig
        {
            VocabularySize = 10,
            HiddenSize = 8,
            LayerCount = 1,
            AttentionHeadCount = 2,
            InnerSize = 16,
            MaximumPositions = 16,
        };
        Finding finding = Assert.Single(VocabularyCheck.Find("my-bert", 12, config));
        Assert.Equal(("ids-beyond-vocabulary", Severity.Fatal, 2), (finding.Id, finding.Severity, finding.Count));
        Assert.Equal("my-bert: the tokenizer has 12 pieces, the model 10 rows.", finding.Message);
        Assert.Empty(VocabularyCheck.Find("my-bert", 10, config));
    }

    private (Finding[] Findings, PieceFigures Figures) Find(string[] texts)
    {
        using var tokens = SampleTokens.Cut(texts, new DoctorOptions { Model = _run.Start, Threads = 1 }, default);
        var check = new PieceCheck(tokens, texts);
        return ([.. check.Find(hasSpaces: true, default)], check.Figures);
    }
}
