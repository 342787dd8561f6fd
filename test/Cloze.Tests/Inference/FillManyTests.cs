using Cloze.Inference;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Inference;

public sealed class FillManyTests : IDisposable
{
    private static readonly CancellationToken s_cancelled = new(canceled: true);
    private readonly TinyRun _run = new();
    private readonly MaskedLanguageModel _model;

    public FillManyTests() => _model = MaskedLanguageModel.Load(_run.Start, threads: 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _model.Dispose();
        _run.Dispose();
    }

    [Fact]
    public async Task AnAnswerIsTheSameAloneAndInABatch()
    {
        TextPair[] texts = Ragged.Texts(700);
        string[] alone = [.. texts.Select(text => Ragged.Describe(_model.FillMasks(text.Text, text.Pair)))];
        Assert.Equal(alone, _model.FillMany(texts, cancellation: Cancellation).Select(Ragged.Describe));
        Assert.Equal(alone, await Stream(texts));
    }

    [Fact]
    public async Task OptionsHoldForEveryText()
    {
        var options = new FillOptions { Targets = ["sees", "hears", "tree"], TopK = 2 };
        TextPair[] texts = Ragged.Texts(40);
        IReadOnlyList<FillResult> results = _model.FillMany(texts, options, Cancellation);
        Every.Item(results.SelectMany(result => result.Masks), mask => Assert.Equal(2, mask.Count));
        Every.Item(
            results.SelectMany(result => result.Masks).SelectMany(mask => mask),
            prediction => Assert.Contains(prediction.Token, options.Targets));
        IAsyncEnumerable<FillResult> stream = _model.FillManyAsync(texts, options, Cancellation);
        string[] streamed = await stream.Select(Ragged.Describe).ToArrayAsync(Cancellation);
        Assert.Equal(results.Select(Ragged.Describe), streamed);
    }

    [Fact]
    public async Task NoTextsGiveNoAnswers()
    {
        Assert.Empty(_model.FillMany(Array.Empty<string>(), cancellation: Cancellation));
        Assert.Empty(await Stream([]));
    }

    [Fact]
    public async Task ABadTextIsNamedAndThoseBeforeItAreAnswered()
    {
        TextPair[] texts = [.. Ragged.Texts(500), "no mask"];
        var error = Assert.Throws<TextException>(() => _model.FillMany(texts, cancellation: Cancellation));
        Assert.Equal((500, "Text 501: The text has no [MASK]."), (error.Index, error.Message));
        int answered = 0;
        error = await Assert.ThrowsAsync<TextException>(async () =>
        {
            await foreach (FillResult _ in _model.FillManyAsync(texts, cancellation: Cancellation)) answered++;
        });
        Assert.Equal((500, 500), (error.Index, answered));
    }

    [Fact]
    public async Task WhatASlowSourceHasGivenIsAnsweredBeforeItGivesMore()
    {
        var answered = new TaskCompletionSource();
        async IAsyncEnumerable<TextPair> Source()
        {
            yield return "the [MASK]";
            await answered.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
            yield return "a [MASK]";
        }

        int count = 0;
        await foreach (FillResult _ in _model.FillManyAsync(Source(), cancellation: Cancellation))
        {
            count++;
            answered.TrySetResult();
        }

        Assert.Equal(2, count);
    }

    [Fact]
    public async Task AStreamIsReadNoFurtherThanItsMemory()
    {
        int read = 0;
        IEnumerable<TextPair> Endless()
        {
            while (true) yield return Ragged.Text(read++);
        }

        await foreach (FillResult _ in _model.FillManyAsync(Endless(), cancellation: Cancellation)) break;
        Assert.InRange(read, 1, 3 * 2048 / 3);
        _model.Fill("the [MASK] sees");
    }

    [Fact]
    public async Task ACancelledCallAnswersNothing()
    {
        TextPair[] texts = Ragged.Texts(5);
        Assert.ThrowsAny<OperationCanceledException>(() => _model.FillMany(texts, cancellation: s_cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => _model.FillMasks("a [MASK]", cancellation: s_cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _model.FillAsync("a [MASK]", cancellation: s_cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _model.FillManyAsync(texts, cancellation: s_cancelled).CountAsync(Cancellation));
        Assert.Equal(5, _model.FillMany(texts, cancellation: Cancellation).Count);
    }

    [Fact]
    public async Task WhatIsMissingIsNamed()
    {
        Assert.Throws<ArgumentNullException>("texts", () => _model.FillMany((string[])null!));
        Assert.Throws<ArgumentNullException>("text", () => _model.FillMany(new string[] { null! }));
        Assert.Throws<ArgumentNullException>("texts", () => _model.FillManyAsync((TextPair[])null!));
        Assert.Throws<ArgumentNullException>("text", () => _model.Fill(null!));
        Assert.Throws<ArgumentNullException>("text", () => _model.FillMasks(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("text", () => _model.FillAsync(null!));
        Assert.Throws<ArgumentNullException>("folder", () => MaskedLanguageModel.Load(null!));
        Assert.Throws<ArgumentNullException>("encoding", () => _model.Explain(null!, []));
    }

    private async Task<string[]> Stream(TextPair[] texts) => await _model
        .FillManyAsync(texts, cancellation: Cancellation).Select(Ragged.Describe).ToArrayAsync(Cancellation);
}
