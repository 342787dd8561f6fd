using Cloze.Inference;
using Cloze.Models;
using Xunit;

namespace Cloze.Tests.Inference;

public sealed class EmbedTests : IDisposable
{
    private readonly PieceModel _folder = new();
    private readonly MaskedLanguageModel _model;

    public EmbedTests() => _model = _folder.Load();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Cls)]
    public async Task AVectorIsTheSameAloneAndInABatch(Pooling pooling)
    {
        var options = new EmbedOptions { Pooling = pooling };
        TextPair[] texts = PieceModel.Texts(300);
        string[] alone = [.. texts.Select(text => Describe(_model.Embed(text, options)))];
        Assert.Equal(alone, _model.EmbedMany(texts, options, Cancellation).Select(Describe));
        Assert.Equal(alone, await _model.EmbedManyAsync(texts, options, Cancellation)
            .Select(Describe).ToArrayAsync(Cancellation));
        Assert.Equal(alone[1], Describe(await _model.EmbedAsync(texts[1], options, Cancellation)));
    }

    [Fact]
    public void AVectorIsWrittenWhereTheCallerWantsIt()
    {
        float[] table = new float[3 * _model.Config.HiddenSize];
        int size = _model.Config.HiddenSize;
        string all = "so the unbelievable cat sees";
        Assert.Equal(0, _model.EmbedInto(all.AsSpan(3, 20), table.AsSpan(size, size), Last(), Cancellation));
        ReadOnlySpan<float> alone = _model.Embed("the unbelievable cat", Last()).Values.Span;
        float[] expected = [.. new float[size], .. alone, .. new float[size]];
        Assert.Equal(expected, table);
        string shortOf = Assert.Throws<ArgumentException>(() => _model.EmbedInto("cat", table.AsSpan(1))).Message;
        Assert.StartsWith($"The vector has room for {table.Length - 1} values, expected {size}.", shortOf);
        string tooLong = string.Join(' ', Enumerable.Repeat("cat", 100));
        Assert.Equal(_model.Embed(tooLong).TokensCut, _model.EmbedInto(tooLong, table.AsSpan(0, size)));
    }

    [Fact]
    public void EveryLayerIsTheOneThatTheEncoderKeeps()
    {
        using var backend = new Cloze.Compute.CpuBackend(1);
        using EncoderModel model = EncoderModel.Load(_folder.Folder, backend, ModelOutputs.None, out _);
        using var inference = new EncoderInference(model, 24, 1, keepLayers: true);
        var encoding = _model.Encode("the unbelievable cat", null, out _);
        var batch = new TokenBatch(24, 1, 0);
        batch.Add(encoding.InputIds.AsSpan(), encoding.TokenTypeIds.AsSpan(), [], []);
        inference.Encode(batch);
        float[] first = new float[model.Config.HiddenSize];
        for (int layer = 0; layer <= 2; layer++)
        {
            backend.Download(inference.HiddenState(layer).RowRange(0, 1), first);
            var options = new EmbedOptions { Layer = layer, Pooling = Pooling.Cls, Normalize = false };
            Assert.Equal(first, _model.Embed("the unbelievable cat", options).Values.ToArray());
        }

        Assert.Equal(first, _model.Embed("the unbelievable cat", Last()).Values.ToArray());
    }

    [Fact]
    public void TheMeanIsOverAllTokensAndANormalVectorHasLengthOne()
    {
        float[] plain = _model.Embed("the cat", new EmbedOptions { Normalize = false }).Values.ToArray();
        TextEmbedding normal = _model.Embed("the cat");
        double length = Math.Sqrt(plain.Sum(value => (double)value * value));
        Assert.Equal((4, 0), (normal.TokenCount, normal.TokensCut));
        for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i] / length, normal.Values.Span[i], 1e-6);
        Assert.Equal(1, Math.Sqrt(normal.Values.ToArray().Sum(value => (double)value * value)), 1e-6);
    }

    [Fact]
    public void TextsThatAskForDifferentLayersShareBatches()
    {
        string[] alone = [.. Enumerable.Range(0, 3).Select(layer => Describe(Embed(layer)))];
        Parallel.For(0, 60, i => Assert.Equal(alone[i % 3], Describe(Embed(i % 3))));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void ALayerThatIsNotThereIsRefused(int layer)
    {
        var error = Assert.Throws<ClozeException>(() => Embed(layer));
        Assert.Equal($"Layer {layer} is asked for, expected 0 to 2.", error.Message);
        Assert.Equal("0 is the output of the embeddings, 2 that of the last layer.", error.Hint);
    }

    [Fact]
    public void APoolingThatIsNotThereIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        "options", () => _model.Embed("a", new EmbedOptions { Pooling = (Pooling)7 }));

    [Fact]
    public void ATextOfNothingHasTheVectorOfItsSpecialTokens() => Assert.Equal(2, _model.Embed("").TokenCount);

    private TextEmbedding Embed(int layer) => _model.Embed("the cat sees", new EmbedOptions { Layer = layer });

    private static EmbedOptions Last() => new() { Pooling = Pooling.Cls, Normalize = false };

    private static string Describe(TextEmbedding embedding) =>
        string.Join(' ', embedding.Values.ToArray().Select(value => $"{value:R}"));
}
