using Cloze.Inference;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>Many texts at once and many callers: each text has the score that it has alone, to the last bit.</summary>
public sealed class ScoreManyTests : IDisposable
{
    private static readonly ScoreOptions s_options = new() { WithinWord = true, Replacements = 2 };
    private readonly PieceModel _folder = new();
    private readonly MaskedLanguageModel _model;

    public ScoreManyTests() => _model = _folder.Load();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task AScoreIsTheSameAloneAndInABatch()
    {
        TextPair[] texts = PieceModel.Texts(200);
        string[] alone = [.. texts.Select(text => Describe(_model.Score(text, s_options)))];
        Assert.Equal(alone, _model.ScoreMany(texts, s_options, Cancellation).Select(Describe));
        Assert.Equal(alone, await _model.ScoreManyAsync(texts, s_options, Cancellation)
            .Select(Describe).ToArrayAsync(Cancellation));
        Assert.Equal(alone[1], Describe(await _model.ScoreAsync(texts[1], s_options, Cancellation)));
    }

    [Fact]
    public async Task CallersOfAllKindsShareTheModel()
    {
        TextPair[] texts = PieceModel.Texts(60);
        string[] scores = [.. _model.ScoreMany(texts).Select(Describe)];
        string[] vectors = [.. _model.EmbedMany(texts).Select(Describe)];
        string fill = Ragged.Describe(_model.FillMasks("the [MASK] sees"));
        await Task.WhenAll(Enumerable.Range(0, 9).Select(caller => Task.Run(async () =>
        {
            for (int i = caller; i < texts.Length; i += 3)
            {
                if (caller % 3 == 0) Assert.Equal(scores[i], Describe(await _model.ScoreAsync(texts[i])));
                else if (caller % 3 == 1) Assert.Equal(vectors[i], Describe(_model.Embed(texts[i])));
                else Assert.Equal(fill, Ragged.Describe(_model.FillMasks("the [MASK] sees")));
                if (i % 30 == caller) Assert.Equal(scores, _model.ScoreMany(texts).Select(Describe));
            }
        })));
    }

    [Fact]
    public async Task ABadTextIsNamedAndThoseBeforeItAreAnswered()
    {
        TextPair[] texts = [.. PieceModel.Texts(50), ""];
        var error = Assert.Throws<TextException>(() => _model.ScoreMany(texts, cancellation: Cancellation));
        Assert.Equal((50, "Text 51: The text has no token to score."), (error.Index, error.Message));
        int answered = 0;
        await Assert.ThrowsAsync<TextException>(async () =>
        {
            await foreach (TextScore _ in _model.ScoreManyAsync(texts, cancellation: Cancellation)) answered++;
        });
        Assert.Equal(50, answered);
    }

    [Fact]
    public async Task AStreamIsReadNoFurtherThanItsMemory()
    {
        int read = 0;
        IEnumerable<string> Endless()
        {
            while (read++ >= 0) yield return "the cat sees a tree .";
        }

        await foreach (TextScore _ in _model.ScoreManyAsync(Endless(), cancellation: Cancellation)) break;

        // A text of eight tokens is six sequences of them.
        Assert.InRange(read, 1, 3 * ((2048 / 48) + 1));
    }

    [Fact]
    public async Task ACancelledCallAnswersNothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        TextPair[] texts = PieceModel.Texts(5);
        Assert.ThrowsAny<OperationCanceledException>(() => _model.Score("a cat", cancellation: cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => _model.ScoreMany(texts, cancellation: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _model.ScoreAsync("a cat", cancellation: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _model.ScoreManyAsync(texts, cancellation: cancelled).CountAsync(Cancellation));
        Assert.Equal(5, _model.ScoreMany(texts, cancellation: Cancellation).Count);
    }

    [Fact]
    public async Task WhatIsMissingIsNamedAndADisposedModelSaysSo()
    {
        Assert.Throws<ArgumentNullException>("text", () => _model.Score((string)null!));
        Assert.Throws<ArgumentNullException>("texts", () => _model.ScoreMany((string[])null!));
        Assert.Throws<ArgumentNullException>("texts", () => _model.ScoreManyAsync((string[])null!));
        await Assert.ThrowsAsync<ArgumentNullException>("text", () => _model.ScoreAsync((string)null!));
        _model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _model.Score("a cat"));
        Assert.Throws<ObjectDisposedException>(() => _model.ScoreManyAsync(["a cat"], cancellation: Cancellation));
    }

    private static string Describe(TextScore score) => string.Join('\n', score.Words.Select(
        word => $"{word.Text} {word.LogProbability:R} {string.Join(' ', word.Replacements)}"));

    private static string Describe(TextEmbedding embedding) =>
        string.Join(' ', embedding.Values.ToArray().Select(value => $"{value:R}"));
}
