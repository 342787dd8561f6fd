using Cloze.Evaluation;
using Cloze.Inference;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Evaluation;

/// <summary>What an evaluation in detail says, beside what other ways of the library say of the same text.</summary>
public sealed class DetailedEvaluationTests : IDisposable
{
    private static readonly string[] s_texts =
        ["the cat sees the house", "a dog", "one bird follows his garden", "", "the old man likes a tree zebra", "the"];

    private readonly TinyRun _run = new();
    private readonly ModelEvaluation _evaluation;

    public DetailedEvaluationTests() => _evaluation = ModelEvaluation.Load(_run.Start, threads: 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _evaluation.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void LossAndMasksAreThoseOfTheShortEvaluation() =>
        Assert.Equal(_evaluation.Evaluate(s_texts, Cancellation), Detail().Result);

    [Fact]
    public void TextAndTokensAreCounted()
    {
        DetailedEvaluation detail = Detail();
        Assert.Equal(6, detail.Documents);
        Assert.Equal(s_texts.Sum(text => text.Length), detail.Characters);
        Assert.Equal(1, detail.UnknownTokens);
        int words = s_texts.Sum(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(words - 1, detail.Tokens);
        double bits = detail.Result.Loss / Math.Log(2) * (words - 1) / s_texts.Sum(text => text.Length);
        Assert.Equal(bits, detail.BitsPerCharacter, 1e-12);
    }

    [Fact]
    public void ACharacterOutsideTheBasicPlaneCountsOnce()
    {
        DetailedEvaluation detail = _evaluation.EvaluateInDetail(["the cat 😀"], cancellation: Cancellation);
        Assert.Equal(9, detail.Characters);
    }

    [Fact]
    public void TheGroupsMakeUpTheWhole()
    {
        DetailedEvaluation detail = Detail();
        foreach (IReadOnlyList<EvaluationGroup> groups in new[] { detail.ByKind, detail.ByFrequency })
        {
            Assert.NotEmpty(groups);
            Assert.Equal(detail.Result.MaskedTokens, groups.Sum(group => group.MaskedTokens));
            Assert.Equal(detail.Result.Loss, Mean(groups, group => group.Loss), 1e-6);
            Assert.Equal(detail.Result.Top1Accuracy, Mean(groups, group => group.Top1Accuracy), 1e-12);
            Assert.Equal(detail.Result.Top5Accuracy, Mean(groups, group => group.Top5Accuracy), 1e-12);
        }

        Assert.Equal(["whole word"], detail.ByKind.Select(group => group.Name));
    }

    [Fact]
    public void EveryDocumentHasTheSumsThatItHasAlone()
    {
        DetailedEvaluation detail = Detail();
        Assert.Equal(6, detail.OfDocuments.Count);
        for (int i = 0; i < s_texts.Length; i++)
        {
            TextSums sums = detail.OfDocuments[i];
            Assert.Equal(s_texts[i].Length, sums.Characters);
            if (sums.Tokens == 0) continue;
            EvaluationResult alone = _evaluation.Evaluate([s_texts[i]], Cancellation);
            Assert.Equal(alone.MaskedTokens, sums.Masked);
            Assert.Equal(alone.Loss, sums.MeanLoss, 1e-6);
            Assert.Equal(alone.Top1Accuracy, sums.Top1, 1e-12);
            Assert.Equal(alone.Top5Accuracy, sums.Top5, 1e-12);
        }
    }

    [Fact]
    public void ThePseudoLikelihoodIsThatOfTheScorer()
    {
        using MaskedLanguageModel model = MaskedLanguageModel.Load(_run.Start, threads: 1);
        string[] texts = [.. s_texts.Where(text => text.Length > 0)];
        double sum = texts.Sum(text => model.Score(text).LogProbability);
        int words = texts.Sum(text => text.Split(' ').Length);
        PseudoLikelihoodResult result = Detail().PseudoLikelihood!;
        Assert.Equal(words, result.Tokens);
        Assert.Equal(texts.Length, result.Sequences);
        Assert.Equal(sum / words, result.MeanLogProbability, 1e-6);
        Assert.Equal(Math.Exp(-sum / words), result.Perplexity, 1e-4);
    }

    [Fact]
    public void ASampleIsTheSameEveryTimeAndEndsAboutWhereItIsAskedTo()
    {
        string[] many = [.. Enumerable.Repeat(s_texts, 20).SelectMany(texts => texts)];
        var options = new EvaluationOptions { PseudoTokens = 30 };
        PseudoLikelihoodResult first = _evaluation.EvaluateInDetail(many, options).PseudoLikelihood!;
        Assert.InRange(first.Tokens, 30, 36);
        Assert.Equal(first, _evaluation.EvaluateInDetail(many, options).PseudoLikelihood);
        Assert.Null(_evaluation.EvaluateInDetail(many, options with { PseudoTokens = 0 }).PseudoLikelihood);
    }

    [Fact]
    public void ProgressRisesToTheTotal()
    {
        var told = new List<EvaluationProgress>();
        _evaluation.EvaluateInDetail(s_texts, progress: told.Add, cancellation: Cancellation);
        Assert.Equal(default, told[0]);
        Assert.Equal(told[^1].Total, told[^1].Done);
        Assert.Equal(told.Select(step => step.Done).Order(), told.Select(step => step.Done));
    }

    [Fact]
    public void AnOptionOutsideItsRangeIsNamed()
    {
        var error = Assert.Throws<ClozeException>(() => _evaluation.EvaluateInDetail(
            s_texts, new EvaluationOptions { PseudoTokens = -1 }, cancellation: Cancellation));
        Assert.Equal("PseudoTokens is -1, expected 0 to 1000000.", error.Message);
    }

    private static double Mean(IReadOnlyList<EvaluationGroup> groups, Func<EvaluationGroup, double> figure) =>
        groups.Sum(group => group.MaskedTokens * figure(group)) / groups.Sum(group => group.MaskedTokens);

    private DetailedEvaluation Detail() => _evaluation.EvaluateInDetail(s_texts, cancellation: Cancellation);
}
