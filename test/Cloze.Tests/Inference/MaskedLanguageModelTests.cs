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
        Every.Item(all, prediction => Assert.DoesNotContain("[MASK]", prediction.Sequence));
    }

    [Fact]
    public void TargetsRestrictTheChoiceAndKeepTheirProbability()
    {
        IReadOnlyList<Prediction> all = _model.Fill(
            "the cat [MASK] a tree", new FillOptions { TopK = _model.Tokenizer.Vocabulary.Count });
        IReadOnlyList<Prediction> chosen = _model.Fill(
            "the cat [MASK] a tree", new FillOptions { Targets = ["sees", "hears"] });
        Assert.Equal(["hears", "sees"], chosen.Select(prediction => prediction.Token).Order());
        Every.Item(chosen, prediction => Assert.Contains(prediction, all));
    }

    [Fact]
    public void SeveralMasksAreAnsweredEachAlone()
    {
        FillResult result = _model.FillMasks("the [MASK] sees a [MASK]");
        Assert.Equal(2, result.Masks.Count);
        Every.Item(result.Masks.SelectMany(mask => mask), prediction => Assert.Contains("[MASK]", prediction.Sequence));
        var error = Assert.Throws<ClozeException>(() => _model.Fill("the [MASK] sees a [MASK]"));
        Assert.Equal("The text has 2 [MASK] tokens, expected one.", error.Message);
    }

    [Fact]
    public void ATextWithoutMaskIsRefused() =>
        Assert.Equal(
            "The text has no [MASK].", Assert.Throws<ClozeException>(() => _model.Fill("the cat sees a tree")).Message);

    [Fact]
    public void ATargetThatTheVocabularyCannotWriteIsRefusedByName() =>
        Assert.Equal(
            "The vocabulary has no pieces for the target \"zebra\".",
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
        var error = Assert.Throws<ArgumentOutOfRangeException>("masks", () => _model.Explain(encoding, [mask]));
        Assert.Contains("A position is expected in 0 to 3.", error.Message);
    }

    [Fact]
    public void AFilledTextKeepsItsOwnLettersAndSpacing()
    {
        var options = new FillOptions { Targets = ["horse"] };
        Prediction prediction = _model.Fill("The  Cat[MASK] Sees,\tA Tree!", options)[0];
        Assert.Equal("The  Cathorse Sees,\tA Tree!", prediction.Text);
        Assert.Null(prediction.Pair);
        Assert.DoesNotContain("[CLS]", prediction.Sequence);
        FillResult two = _model.FillMasks("The [MASK]  and [mask] the [MASK]", null, new FillOptions { TopK = 2 });
        Assert.Equal(2, two.Masks.Count);
        Every.Item(two.Masks[0], first => Assert.Equal($"The {first.Token}  and [mask] the [MASK]", first.Text));
        Every.Item(two.Masks[1], second => Assert.Equal($"The [MASK]  and [mask] the {second.Token}", second.Text));
        string longText = "A [MASK]" + string.Concat(Enumerable.Repeat(" tree", 40)) + " End";
        Prediction cut = _model.FillMasks(longText).Masks[0][0];
        Assert.Equal(longText.Replace("[MASK]", cut.Token), cut.Text);
    }

    [Fact]
    public void TheTextsOfAPairStayApart()
    {
        var options = new FillOptions { Targets = ["horse"] };
        Prediction inFirst = _model.FillMasks("The [MASK]", "A Dog", options).Masks[0][0];
        Assert.Equal(("The horse", "A Dog"), (inFirst.Text, inFirst.Pair));
        Assert.Equal("[CLS] the horse [SEP] a dog [SEP]", inFirst.Sequence);
        Prediction inSecond = _model.FillMasks("The Cat", "A  [MASK]", options).Masks[0][0];
        Assert.Equal(("The Cat", "A  horse"), (inSecond.Text, inSecond.Pair));
        FillResult both = _model.FillMasks("The [MASK]", "A [MASK]", options);
        Assert.Equal(("The horse", "A [MASK]"), (both.Masks[0][0].Text, both.Masks[0][0].Pair));
        Assert.Equal(("The [MASK]", "A horse"), (both.Masks[1][0].Text, both.Masks[1][0].Pair));
    }

    [Fact]
    public async Task ATextThatIsMissingIsRefusedByEveryCall()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Assert.Throws<ArgumentNullException>("text", () => _model.Fill(null!));
        Assert.Throws<ArgumentNullException>("text", () => _model.FillMasks(null!));
        Assert.Throws<ArgumentNullException>("text", () => _model.Encode(null!, null, out _));
        string[] many = ["the [MASK]", null!];
        Assert.Throws<ArgumentNullException>(() => _model.FillMany(many, null, cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => _model.FillAsync(null!, null, cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>("text", async () =>
        {
            TextPair[] texts = ["the [MASK]", default];
            await foreach (FillResult _ in _model.FillManyAsync(texts, null, cancellation)) { }
        });
    }

    [Fact]
    public void AnExplanationOfNoPredictionIsRefused()
    {
        var encoding = _model.Encode("the cat", null, out _);
        var mask = new MaskPlan(1, MaskKind.Mask, _model.Tokenizer.Vocabulary.MaskId);
        Assert.Equal(
            "top-k is 0, expected 1 or more.",
            Assert.Throws<ClozeException>(() => _model.Explain(encoding, [mask], topK: 0)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bert-base-uncased")]
    public void AModelThatIsNoFolderIsRefused(string path) =>
        Assert.Contains("folder", Assert.Throws<ClozeException>(() => MaskedLanguageModel.Load(path)).Message);

    [Fact]
    public void AVocabularyLargerThanTheModelIsRefused()
    {
        File.Delete(Path.Combine(_run.Start, "tokenizer.json"));
        File.AppendAllText(Path.Combine(_run.Start, "vocab.txt"), "zebra\n");
        var error = Assert.Throws<ClozeException>(() => MaskedLanguageModel.Load(_run.Start));
        Assert.Contains("config.json says vocab_size", error.Message);
    }
}
