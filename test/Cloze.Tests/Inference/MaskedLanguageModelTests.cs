using Cloze.Inference;
using Cloze.Masking;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Inference;

public sealed class MaskedLanguageModelTests : IDisposable
{
    private readonly TinyRun _run = new();
    private readonly MaskedLanguageModel _model;

    public MaskedLanguageModelTests() => _model = MaskedLanguageModel.Load(_run.Start, threads: 1);

    public void Dispose()
    {
        _model.Dispose();
        _run.Dispose();
    }

    [Fact]
    public void ProbabilitiesOfAllPiecesSumToOneAndFall()
    {
        IReadOnlyList<Prediction> all = _model.Fill(
            "the cat [MASK] a tree", new FillOptions { TopK = _model.Tokenizer.Vocabulary.Count });
        Assert.Equal(_model.Tokenizer.Vocabulary.Count, all.Count);
        Assert.Equal(1, all.Sum(prediction => prediction.Probability), 1e-6);
        Assert.Equal(all.OrderByDescending(prediction => prediction.Probability), all);
        Assert.All(all, prediction => Assert.DoesNotContain("[MASK]", prediction.Sequence));
    }

    [Fact]
    public void TargetsRestrictTheChoiceAndKeepTheirProbability()
    {
        IReadOnlyList<Prediction> all = _model.Fill(
            "the cat [MASK] a tree", new FillOptions { TopK = _model.Tokenizer.Vocabulary.Count });
        IReadOnlyList<Prediction> chosen = _model.Fill(
            "the cat [MASK] a tree", new FillOptions { Targets = ["sees", "hears"] });
        Assert.Equal(["hears", "sees"], chosen.Select(prediction => prediction.Token).Order());
        Assert.All(chosen, prediction => Assert.Contains(prediction, all));
    }

    [Fact]
    public void SeveralMasksAreAnsweredEachAlone()
    {
        FillResult result = _model.FillMasks("the [MASK] sees a [MASK]");
        Assert.Equal(2, result.Masks.Count);
        Assert.All(result.Masks.SelectMany(mask => mask), prediction => Assert.Contains("[MASK]", prediction.Sequence));
        var error = Assert.Throws<ClozeException>(() => _model.Fill("the [MASK] sees a [MASK]"));
        Assert.Equal("The text has 2 [MASK] tokens, expected one.", error.Message);
    }

    [Fact]
    public void ATextWithoutMaskIsRefused() =>
        Assert.Equal(
            "The text has no [MASK].", Assert.Throws<ClozeException>(() => _model.Fill("the cat sees a tree")).Message);

    [Fact]
    public void ATargetOfSeveralPiecesIsRefusedByName() =>
        Assert.Contains(
            "The target \"zebra\" is no single piece of the vocabulary",
            Assert.Throws<ClozeException>(
                () => _model.Fill("the [MASK] sees", new FillOptions { Targets = ["zebra"] })).Message);

    [Fact]
    public void FewerThanOnePredictionIsRefused() =>
        Assert.Equal(
            "top-k is 0, expected 1 or more.",
            Assert.Throws<ClozeException>(() => _model.Fill("the [MASK]", new FillOptions { TopK = 0 })).Message);

    [Fact]
    public void ALongTextIsCutAndSaysSo()
    {
        string longText = string.Join(' ', Enumerable.Repeat("the cat", 20));
        Assert.Equal(27, _model.FillMasks("[MASK] " + longText).TokensCut);
        var error = Assert.Throws<ClozeException>(() => _model.FillMasks(longText + " [MASK]"));
        Assert.Contains("No [MASK] is left: the text was cut to 16 tokens, 27 did not fit.", error.Message);
    }

    [Fact]
    public void AnExplanationAddsUp()
    {
        var encoding = _model.Encode("the cat sees a tree", null, out _);
        var masks = new[] { new MaskPlan(2, MaskKind.Mask, _model.Tokenizer.Vocabulary.MaskId) };
        Explanation explanation = _model.Explain(encoding, masks, topK: 3);
        ExplainedMask mask = Assert.Single(explanation.Masks);
        Assert.Equal("cat", mask.Truth!.Piece);
        Assert.Equal(-Math.Log(mask.Truth.Probability), mask.Loss!.Value, 1e-6);
        Assert.Equal(mask.Loss, explanation.MeanLoss);
        Assert.Equal(3, mask.Best.Count);
        Assert.Equal("[MASK]", explanation.Tokens[2].InputPiece);
        Assert.Equal(5, explanation.Embeddings.Count);
        for (int i = 0; i < explanation.Embeddings[0].First.Count; i++)
        {
            float sum = explanation.Embeddings.Take(3).Sum(vector => vector.First[i]);
            Assert.Equal(sum, explanation.Embeddings[3].First[i], 1e-6f);
        }

        FillResult filled = _model.FillMasks("the [MASK] sees a tree", options: new FillOptions { TopK = 3 });
        Assert.Equal(filled.Masks[0].Select(prediction => prediction.TokenId), mask.Best.Select(best => best.Id));
    }

    [Fact]
    public void WithoutAPositionThereIsNothingToExplain()
    {
        var encoding = _model.Encode("the cat", null, out _);
        Assert.Throws<ClozeException>(() => _model.Explain(encoding, []));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void APositionOutsideTheSentenceIsRefused(int position)
    {
        var encoding = _model.Encode("the cat", null, out _);
        var mask = new MaskPlan(position, MaskKind.Mask, _model.Tokenizer.Vocabulary.MaskId);
        Assert.Throws<ArgumentOutOfRangeException>("masks", () => _model.Explain(encoding, [mask]));
    }

    [Fact]
    public void AVocabularyLargerThanTheModelIsRefused()
    {
        File.Delete(Path.Combine(_run.Start, "tokenizer.json"));
        File.AppendAllText(Path.Combine(_run.Start, "vocab.txt"), "zebra\n");
        var error = Assert.Throws<ClozeException>(() => MaskedLanguageModel.Load(_run.Start));
        Assert.Contains("config.json says vocab_size", error.Message);
    }
}
