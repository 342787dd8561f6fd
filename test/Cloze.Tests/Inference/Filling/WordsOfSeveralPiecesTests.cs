using Cloze.Inference;
using Cloze.Text;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>Words of several pieces: each score against one mask at a time, each search against all words.</summary>
public sealed class WordsOfSeveralPiecesTests : IDisposable
{
    private const string Text = "the [MASK] sees a tree";
    private readonly PieceModel _folder = new();
    private readonly MaskedLanguageModel _model;

    public WordsOfSeveralPiecesTests() => _model = _folder.Load();

    private Vocabulary Vocabulary => _model.Tokenizer.Vocabulary;

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void ATargetScoresWhatItsPiecesScoreOneAfterAnother()
    {
        IReadOnlyList<Prediction> found = _model.Fill(
            Text, new FillOptions { Targets = ["cat", "unbelievable", "walking", "Unable", "the cat", "unable"] });
        Assert.Equal(5, found.Count);
        Every.Item(found, prediction => Assert.Equal(
            Chain(Text, [.. prediction.TokenIds]), prediction.LogProbability, 1e-6));
        Every.Item(found, prediction => Assert.Equal(
            Math.Exp(prediction.LogProbability), prediction.Probability, 1e-12));
        Assert.Equal(found.OrderByDescending(prediction => prediction.LogProbability), found);
        Prediction word = found.Single(prediction => prediction.Token == "unbelievable");
        Assert.Equal("the unbelievable sees a tree", word.Text);
        Assert.Equal("the unbelievable sees a tree", word.Sequence);
        Assert.Equal(["un", "##believ", "##able"], word.TokenIds.Select(id => Vocabulary[id]));
        Assert.Equal((word.TokenIds[0], new TextSpan(4, 16)), (word.TokenId, word.Span));
    }

    [Fact]
    public void AWordOfATextScoresWithinItWhatItScoresAsATarget()
    {
        TextScore score = _model.Score("the unbelievable sees a tree", new ScoreOptions { WithinWord = true });
        Prediction word = Assert.Single(_model.Fill(Text, new FillOptions { Targets = ["unbelievable"] }));
        Assert.Equal(score.Words[1].LogProbability, word.LogProbability, 1e-6);
    }

    [Fact]
    public void OnePieceTargetsAreTheSameBesideOthers()
    {
        Prediction alone = Assert.Single(_model.Fill(Text, new FillOptions { Targets = ["cat"] }));
        Prediction beside = _model.Fill(Text, new FillOptions { Targets = ["cat", "walking"] })
            .Single(prediction => prediction.Token == "cat");
        Assert.Equal(alone, beside);
    }

    [Fact]
    public void EveryMaskHasItsTargets()
    {
        var options = new FillOptions { MaskTargets = [["cat", "walking"], null, ["tree"]], TopK = 3 };
        FillResult result = _model.FillMasks("the [MASK] sees [MASK] [MASK]", options: options);
        Assert.Equal(["cat", "walking"], result.Masks[0].Select(prediction => prediction.Token).Order());
        Assert.Equal(3, result.Masks[1].Count);
        Assert.Equal("tree", Assert.Single(result.Masks[2]).Token);
        Assert.Equal(
            "The text has 1 [MASK] tokens, and targets are given for 3.",
            Assert.Throws<ClozeException>(() => _model.FillMasks(Text, options: options)).Message);
        Assert.Equal(
            "Targets are given for all masks and for each mask.",
            Assert.Throws<ClozeException>(() => _model.Fill(
                Text, new FillOptions { Targets = ["cat"], MaskTargets = [["cat"]] })).Message);
    }

    [Fact]
    public void TheSearchFindsTheLikeliestOfAllWordsOfUpToThreePieces()
    {
        string[] starts = ["the", "cat", "sees", "a", "tree", "un", "walk", "."];
        string[] ends = ["##able", "##ing", "##s", "##believ"];
        string[][] all =
        [
            .. starts.SelectMany(first => ends.Select(second => new[] { first, second })),
            .. starts.SelectMany(first => ends.SelectMany(second => ends.Select(
                third => new[] { first, second, third }))),
        ];
        IEnumerable<(string Word, double Score)> several = all.Select(word => (
            string.Concat(word).Replace("#", "", StringComparison.Ordinal), Chain(Text, Ids(word))));
        IEnumerable<(string Word, double Score)> ones = _model.Fill(Text, new FillOptions { TopK = 99 })
            .Select(prediction => (prediction.Token, prediction.LogProbability));
        (string Word, double Score)[] expected =
            [.. several.Concat(ones).OrderByDescending(word => word.Score).Take(20)];
        IReadOnlyList<Prediction> found = _model.Fill(Text, new FillOptions { TopK = 20, MaximumPieces = 3 });
        Assert.Equal(expected.Select(word => word.Word), found.Select(prediction => prediction.Token));
        for (int i = 0; i < found.Count; i++) Assert.Equal(expected[i].Score, found[i].LogProbability, 1e-6);
        Assert.Contains(found, prediction => prediction.TokenIds.Count > 1);
    }

    [Fact]
    public void TheThresholdLeavesOutWhatIsLessLikely()
    {
        IReadOnlyList<Prediction> all = _model.Fill(Text, new FillOptions { TopK = 99 });
        double third = all[2].Probability;
        Assert.Equal(all.Take(3), _model.Fill(Text, new FillOptions { TopK = 99, Threshold = third }));
        Assert.Empty(_model.Fill(Text, new FillOptions { Threshold = 1 }));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void AThresholdThatIsNoProbabilityIsRefused(double threshold) => Assert.Equal(
        FormattableString.Invariant($"threshold is {threshold}, expected 0 to 1."),
        Assert.Throws<ClozeException>(() => _model.Fill(Text, new FillOptions { Threshold = threshold })).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void ANumberOfPiecesOutsideItsRangeIsRefused(int pieces) => Assert.Equal(
        $"maximum-pieces is {pieces}, expected 1 to 8.",
        Assert.Throws<ClozeException>(() => _model.Fill(Text, new FillOptions { MaximumPieces = pieces })).Message);

    [Fact]
    public void WordsThatDoNotFitThePositionsAreLeftOutAndNamed()
    {
        string text = "[MASK] " + string.Join(' ', Enumerable.Repeat("cat", 20));
        FillResult result = _model.FillMasks(
            text, options: new FillOptions { Targets = ["cat", "walking", "unbelievable"] });
        Assert.Equal(["cat", "walking"], result.Masks[0].Select(prediction => prediction.Token).Order());
        Assert.Equal(
            "Words of more than 2 pieces are left out: the text fills the model's positions.",
            Assert.Single(result.Notes));
    }

    [Fact]
    public async Task AnAnswerIsTheSameAloneAndInABatch()
    {
        var options = new FillOptions { TopK = 4, MaximumPieces = 3 };
        TextPair[] texts = [.. PieceModel.Texts(40).Select(text => text with { Text = "[MASK] " + text.Text })];
        string[] alone = [.. texts.Select(text => Ragged.Describe(_model.FillMasks(text.Text, text.Pair, options)))];
        Assert.Equal(alone, _model.FillMany(texts, options).Select(Ragged.Describe));
        Assert.Equal(alone, await _model.FillManyAsync(texts, options).Select(Ragged.Describe).ToArrayAsync(
            TestContext.Current.CancellationToken));
    }

    private int[] Ids(string[] pieces) =>
        [.. pieces.Select(piece => Vocabulary.TryGetId(piece, out int id) ? id : -1)];

    // One mask at a time: fill the first, look at the second, and so on, by the ids that the model reads.
    private double Chain(string text, int[] pieces)
    {
        double sum = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            string masks = string.Join(' ', Enumerable.Repeat("[MASK]", pieces.Length));
            var encoding = _model.Encode(text.Replace("[MASK]", masks, StringComparison.Ordinal), null, out _);
            int[] ids = [.. encoding.InputIds];
            int first = Array.IndexOf(ids, Vocabulary.MaskId);
            pieces.AsSpan(0, i).CopyTo(ids.AsSpan(first));
            sum += SlowModel.LogProbability(_folder.Folder, ids, first + i, pieces[i]);
        }

        return sum;
    }
}
