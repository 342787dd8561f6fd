using Cloze.Inference;
using Xunit;

namespace Cloze.Tests.Inference;

public sealed class ScoreTests : IDisposable
{
    // A score's softmax is in single precision, that of filled masks in double.
    private const double SinglePrecision = 1e-6;

    private readonly PieceModel _folder = new();
    private readonly MaskedLanguageModel _model;

    public ScoreTests() => _model = _folder.Load();

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void TokensAndWordsNameTheirPlacesInTheText()
    {
        TextScore score = _model.Score(new TextPair("The  unbelievable cat.", "a Tree"));
        Assert.Equal(
            ["the", "un", "##believ", "##able", "cat", ".", "a", "tree"], score.Tokens.Select(token => token.Token));
        Assert.Equal(["The", "unbelievable", "cat", ".", "a", "Tree"], score.Words.Select(word => word.Text));
        Assert.Equal((5, 17), (score.Words[1].Start, score.Words[1].End));
        Assert.Equal([false, false, false, false, true, true], score.Words.Select(word => word.InPair));
        Assert.Equal([1, 2, 3, 4, 5, 6, 8, 9], score.Tokens.Select(token => token.Position));
        double word = score.Tokens.Skip(1).Take(3).Sum(token => token.LogProbability);
        Assert.Equal(word, score.Words[1].LogProbability, 1e-12);
        Assert.Equal(Math.Exp(-score.LogProbability / 8), score.PseudoPerplexity, 1e-12);
    }

    [Fact]
    public void ATokenIsAsLikelyAsTheMaskInItsPlace()
    {
        TextScore score = _model.Score("the cat sees a tree");
        Prediction cat = Predict("the [MASK] sees a tree", "cat");
        Assert.Equal(Math.Log(cat.Probability), score.Tokens[1].LogProbability, SinglePrecision);
    }

    [Fact]
    public void WithinAWordTheLaterPiecesAreMaskedToo()
    {
        TextScore score = _model.Score("a unbelievable cat", new ScoreOptions { WithinWord = true });
        TextScore plain = _model.Score("a unbelievable cat");
        Assert.Equal(plain.Tokens[3], score.Tokens[3]);
        Assert.Equal(plain.Tokens[0], score.Tokens[0]);
        FillResult first = _model.FillMasks("a [MASK] [MASK] [MASK] cat", options: All());
        Assert.Equal(
            Math.Log(first.Masks[0].Single(word => word.Token == "un").Probability),
            score.Tokens[1].LogProbability,
            SinglePrecision);
        Assert.NotEqual(plain.Tokens[1].LogProbability, score.Tokens[1].LogProbability);
    }

    [Fact]
    public void ReplacementsAreTheLikeliestOtherWordsOfOnePiece()
    {
        TextScore score = _model.Score("The unbelievable cat", new ScoreOptions { Replacements = 3 });
        string[] expected =
        [
            .. _model.FillMasks("The [MASK] cat", options: All()).Masks[0]
                .Where(word => word.Token.All(char.IsLetter) || word.Token == ".").Take(3).Select(word => word.Token),
        ];
        Assert.Equal(expected, score.Words[1].Replacements.Select(word => word.Token));
        Assert.Equal($"The {expected[0]} cat", score.Words[1].Replacements[0].Text);
        Every.Item(score.Words, word => Assert.Equal(3, word.Replacements.Count));
        Every.Item(score.Words, word => Assert.DoesNotContain(
            word.Text.ToLowerInvariant(), word.Replacements.Select(other => other.Token)));
        Assert.Empty(_model.Score("The cat").Words[0].Replacements);
    }

    [Fact]
    public void AMaskInTheTextStaysAndIsNotScored()
    {
        TextScore score = _model.Score("the [MASK] sees zebra");
        Assert.Equal(["the", "sees", "[UNK]"], score.Tokens.Select(token => token.Token));
        Assert.Equal("zebra", score.Words[2].Text);
        Assert.Equal((1, 0), (score.Masks, _model.Score("the cat").Masks));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("[MASK]", "A mask is not scored, it is filled: give the word in its place.")]
    public void ATextOfNoTokenIsRefused(string text, string hint = "Give a text of at least one word.")
    {
        var error = Assert.Throws<ClozeException>(() => _model.Score(text));
        Assert.Equal("The text has no token to score.", error.Message);
        Assert.Equal(hint, error.Hint);
    }

    [Fact]
    public void ANegativeNumberOfReplacementsIsRefused() => Assert.Equal(
        "replacements is -1, expected 0 or more.",
        Assert.Throws<ClozeException>(() => _model.Score("a", new ScoreOptions { Replacements = -1 })).Message);

    [Fact]
    public void ALongTextIsCutAndSaysSo()
    {
        TextScore score = _model.Score(string.Join(' ', Enumerable.Repeat("cat", 30)));
        Assert.Equal((22, 8), (score.Tokens.Count, score.TokensCut));
    }

    private Prediction Predict(string text, string word) =>
        _model.Fill(text, All()).Single(prediction => prediction.Token == word);

    private FillOptions All() => new() { TopK = _model.Tokenizer.Vocabulary.Count };
}
