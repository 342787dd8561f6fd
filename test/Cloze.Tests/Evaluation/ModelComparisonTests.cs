using Cloze.Evaluation;
using Cloze.Tests.Training;
using Cloze.Training;
using Xunit;

namespace Cloze.Tests.Evaluation;

public sealed class ModelComparisonTests : IDisposable
{
    private static readonly string[] s_texts =
        ["the cat sees the house", "a dog hears a tree", "one bird follows his garden", "our horse likes the road"];

    private readonly TinyRun _run = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public void AModelDoesNotDifferFromItself()
    {
        DetailedEvaluation detail = Measure(_run.Start, s_texts);
        var comparison = ModelComparison.Of(detail, detail);
        Assert.True(comparison.HasSameMasks);
        Assert.Equal(
            ["loss", "top-1", "top-5", "bits per character"], comparison.Figures.Select(figure => figure.Name));
        Every.Item(comparison.Figures, figure => Assert.Equal(
            (0, 0, 0), (figure.Difference, figure.Low!.Value, figure.High!.Value)));
        Assert.Equal(detail.Result.Loss, comparison.Figures[0].First, 1e-6);
        Assert.Equal(detail.BitsPerCharacter, comparison.Figures[3].First, 1e-6);
    }

    [Fact]
    public void ATrainedModelIsBetterAndTheIntervalSaysSo()
    {
        _run.Run(_run.Options(200));
        string[] corpus = File.ReadAllText(_run.Corpus).Split("\n\n");
        var comparison = ModelComparison.Of(Measure(_run.Start, corpus), Measure(_run.Output, corpus));
        ComparedFigure loss = comparison.Figures[0];
        Assert.True(loss.Second < loss.First);
        Assert.InRange(loss.Difference, loss.Low!.Value, loss.High!.Value);
        Assert.True(loss.High < 0, $"The interval ends at {loss.High}.");
    }

    [Fact]
    public void OfDifferentVocabulariesOnlyBitsPerCharacterAreCompared()
    {
        using var other = new TemporaryFolder();
        TrainingRun.Run(
            Enumerable.Repeat(s_texts, 10).SelectMany(texts => texts).Select((text, i) => $"{text} {i}"),
            new TrainingOptions { Output = other.File("m"), Steps = 1, VocabularySize = 80, SequenceLength = 16 });
        var comparison = ModelComparison.Of(Measure(_run.Start, s_texts), Measure(other.File("m"), s_texts));
        Assert.False(comparison.HasSameMasks);
        Assert.Equal("bits per character", Assert.Single(comparison.Figures).Name);
    }

    [Fact]
    public void TwoTextsAreNotCompared()
    {
        var error = Assert.Throws<ClozeException>(
            () => ModelComparison.Of(Measure(_run.Start, s_texts), Measure(_run.Start, s_texts[1..])));
        Assert.Equal(
            "The first model was measured on 4 documents of 91 characters, the second on 3 of 69; "
            + "expected the same text.",
            error.Message);
    }

    private static DetailedEvaluation Measure(string folder, string[] texts)
    {
        using var evaluation = ModelEvaluation.Load(folder, threads: 1);
        return evaluation.EvaluateInDetail(texts, cancellation: Cancellation);
    }
}
