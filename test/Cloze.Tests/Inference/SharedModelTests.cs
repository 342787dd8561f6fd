using Cloze.Inference;
using Cloze.Masking;
using Cloze.Tests.Training;
using Xunit;

namespace Cloze.Tests.Inference;

/// <summary>One model and many callers at the same time.</summary>
public sealed class SharedModelTests : IDisposable
{
    private readonly TinyRun _run = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task EveryCallerGetsTheAnswersOfItsOwnTexts()
    {
        using MaskedLanguageModel model = Load();
        TextPair[] texts = Ragged.Texts(300);
        string[] alone = [.. model.FillMany(texts, cancellation: Cancellation).Select(Ragged.Describe)];
        await Task.WhenAll(Enumerable.Range(0, 12).Select(caller => Task.Run(async () =>
        {
            for (int i = caller; i < texts.Length; i += 5)
            {
                TextPair text = texts[i];
                FillResult result = caller % 2 == 0
                    ? model.FillMasks(text.Text, text.Pair)
                    : await model.FillMasksAsync(text.Text, text.Pair);
                Assert.Equal(alone[i], Ragged.Describe(result));
                if (i % 50 == caller) Explain(model);
                if (i % 90 == caller) Assert.Equal(alone, model.FillMany(texts).Select(Ragged.Describe));
            }
        })));
    }

    [Fact]
    public async Task CancelledCallersDoNotDisturbTheOthers()
    {
        using MaskedLanguageModel model = Load();
        TextPair[] texts = Ragged.Texts(400);
        string alone = Ragged.Describe(model.FillMasks("the [MASK] sees"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < 30; i++)
            {
                using var stop = new CancellationTokenSource();
                if (caller % 2 == 0)
                {
                    FillResult result = await model.FillMasksAsync("the [MASK] sees");
                    Assert.Equal(alone, Ragged.Describe(result));
                    continue;
                }

                stop.CancelAfter(TimeSpan.FromMicroseconds(40 * i));
                try
                {
                    if (caller % 4 == 1) model.FillMany(texts, cancellation: stop.Token);
                    else await model.FillManyAsync(texts, cancellation: stop.Token).CountAsync();
                }
                catch (OperationCanceledException)
                {
                    continue;
                }
            }
        })));
        Assert.Equal(alone, Ragged.Describe(model.FillMasks("the [MASK] sees")));
    }

    [Fact]
    public async Task DisposeWaitsForTheBatchAndTheOthersLearnOfIt()
    {
        TextPair[] texts = Ragged.Texts(60);
        for (int repeat = 0; repeat < 40; repeat++)
        {
            MaskedLanguageModel model = Load();
            string alone = Ragged.Describe(model.FillMasks("the [MASK] sees"));
            Task[] callers =
                [.. Enumerable.Range(0, 6).Select(caller => Task.Run(() => CallOn(model, caller, texts, alone)))];
            await Task.Delay(repeat % 8, Cancellation);
            Parallel.Invoke(model.Dispose, model.Dispose);
            await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        }
    }

    [Fact]
    public async Task ADisposedModelNamesItself()
    {
        MaskedLanguageModel model = Load();
        var encoding = model.Encode("the cat", null, out _);
        IAsyncEnumerable<FillResult> stream = model.FillManyAsync(Ragged.Texts(3), cancellation: Cancellation);
        model.Dispose();
        model.Dispose();
        string message = Assert.Throws<ObjectDisposedException>(() => model.Fill("a [MASK]")).Message;
        Assert.Contains($"the model {_run.Start}", message);
        Assert.Throws<ObjectDisposedException>(() => model.FillMany(Ragged.Texts(3)));
        Assert.Throws<ObjectDisposedException>(
            () => model.Explain(encoding, [new MaskPlan(1, MaskKind.Mask, 4)]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => model.FillAsync("a [MASK]"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.CountAsync(Cancellation));
    }

    private MaskedLanguageModel Load() => MaskedLanguageModel.Load(_run.Start, threads: 2);

    private static void Explain(MaskedLanguageModel model)
    {
        var encoding = model.Encode("the cat sees", null, out _);
        var mask = new MaskPlan(2, MaskKind.Mask, model.Tokenizer.Vocabulary.MaskId);
        Assert.Equal("cat", model.Explain(encoding, [mask]).Masks[0].Truth!.Piece);
    }

    private static async Task FillOne(MaskedLanguageModel model, bool waits, string alone)
    {
        const string text = "the [MASK] sees";
        FillResult result = waits ? await model.FillMasksAsync(text) : model.FillMasks(text);
        Assert.Equal(alone, Ragged.Describe(result));
    }

    private static async Task CallOn(MaskedLanguageModel model, int caller, TextPair[] texts, string alone)
    {
        try
        {
            while (true)
            {
                if (caller == 0) model.FillMany(texts);
                else if (caller == 1) await model.FillManyAsync(texts).CountAsync();
                else if (caller == 2) Explain(model);
                else await FillOne(model, caller == 3, alone);
            }
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }
}
