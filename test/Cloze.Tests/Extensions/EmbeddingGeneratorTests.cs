using Cloze.Extensions;
using Cloze.Inference;
using Microsoft.Extensions.AI;
using Xunit;

namespace Cloze.Tests.Extensions;

/// <summary>Embeddings through Microsoft.Extensions.AI are the library's own.</summary>
public sealed class EmbeddingGeneratorTests : IClassFixture<ExtensionModel>, IDisposable
{
    private static readonly string[] s_texts = ["the cat sees a tree", "a dog", "", "one bird hears the river"];
    private readonly MaskedLanguageModel _model;
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly ExtensionModel _folders;

    public EmbeddingGeneratorTests(ExtensionModel folders)
    {
        _folders = folders;
        _model = MaskedLanguageModel.Load(folders.Folder, threads: 1);
        _generator = new ClozeEmbeddingGenerator(_model, "tiny");
    }

    public void Dispose()
    {
        _generator.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task EmbeddingsAreTheLibrarysInOrder()
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await _generator.GenerateAsync(s_texts);
        IReadOnlyList<TextEmbedding> expected = _model.EmbedMany(s_texts);
        Assert.Equal(expected.Select(Numbers), embeddings.Select(embedding => embedding.Vector.ToArray()));
        Every.Item(embeddings, embedding => Assert.Equal("tiny", embedding.ModelId));
        Assert.Equal(expected.Sum(text => text.TokenCount), embeddings.Usage?.InputTokenCount);
        Assert.Equal(embeddings.Usage?.InputTokenCount, embeddings.Usage?.TotalTokenCount);
        Assert.Equal(Numbers(expected[0]), (await _generator.GenerateVectorAsync(s_texts[0])).ToArray());
    }

    [Fact]
    public async Task AnEncoderWithoutAHeadGivesTheSame()
    {
        using TextEncoder encoder = TextEncoder.Load(_folders.EncoderFolder, threads: 1);
        using var generator = new ClozeEmbeddingGenerator(encoder);
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(s_texts);
        Assert.Equal(
            _model.EmbedMany(s_texts).Select(Numbers), embeddings.Select(embedding => embedding.Vector.ToArray()));
        Assert.Same(encoder, generator.GetService<TextEncoder>());
        Assert.Null(generator.GetService<MaskedLanguageModel>());
    }

    [Fact]
    public async Task NoTextsGiveNoEmbeddings()
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await _generator.GenerateAsync([]);
        Assert.Empty(embeddings);
        Assert.Equal(0, embeddings.Usage?.InputTokenCount);
    }

    [Fact]
    public void ItTellsWhatStandsBehindIt()
    {
        EmbeddingGeneratorMetadata metadata = _generator.GetRequiredService<EmbeddingGeneratorMetadata>();
        Assert.Equal(("cloze", "tiny", 8), (
            metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(_model, _generator.GetService<MaskedLanguageModel>());
        Assert.Same(_model.Tokenizer, _generator.GetService<Cloze.Text.Tokenizer>());
        Assert.Same(_generator, _generator.GetService<ClozeEmbeddingGenerator>());
        Assert.Null(_generator.GetService<TextEncoder>());
        Assert.Null(_generator.GetService<string>());
        Assert.Null(_generator.GetService(typeof(MaskedLanguageModel), "key"));
    }

    [Fact]
    public async Task ACallMayEmbedInItsOwnWay()
    {
        var how = new EmbedOptions { Pooling = Pooling.Cls, Layer = 0, Normalize = false };
        var options = new EmbeddingGenerationOptions { RawRepresentationFactory = _ => how };
        ReadOnlyMemory<float> vector = await _generator.GenerateVectorAsync(s_texts[0], options);
        Assert.Equal(Numbers(_model.Embed(s_texts[0], how)), vector.ToArray());
    }

    [Fact]
    public async Task TheModelsOwnSizeAndNameMayBeAskedForAndNoOther()
    {
        await _generator.GenerateAsync(s_texts, new() { Dimensions = 8, ModelId = "tiny" });
        ClozeException error = await Assert.ThrowsAsync<ClozeException>(
            () => _generator.GenerateAsync(s_texts, new() { Dimensions = 4 }));
        Assert.Equal("Embeddings of 4 dimensions are asked for; the model's have 8.", error.Message);
        error = await Assert.ThrowsAsync<ClozeException>(
            () => _generator.GenerateAsync(s_texts, new() { ModelId = "other" }));
        Assert.Equal("The model \"other\" is asked for; this generator has \"tiny\".", error.Message);
    }

    [Fact]
    public async Task ATextThatIsCutSaysSo()
    {
        string longText = string.Join(' ', Enumerable.Repeat("cat", 20));
        GeneratedEmbeddings<Embedding<float>> embeddings = await _generator.GenerateAsync([longText, "a dog"]);
        Assert.Equal(6, embeddings[0].AdditionalProperties?[ClozeEmbeddingGenerator.TokensCutKey]);
        Assert.Null(embeddings[1].AdditionalProperties);
    }

    [Fact]
    public async Task MissingTextsAreRefused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => _generator.GenerateAsync((IEnumerable<string>)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => _generator.GenerateAsync(["a", null!]));
        Assert.Throws<ArgumentNullException>(() => new ClozeEmbeddingGenerator((MaskedLanguageModel)null!));
        Assert.Throws<ArgumentNullException>(() => new ClozeEmbeddingGenerator((TextEncoder)null!));
    }

    [Fact]
    public async Task ACancelledCallEnds() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _generator.GenerateAsync(s_texts, cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public async Task DisposingOfItLeavesTheModelToItsOwner()
    {
        _generator.Dispose();
        Assert.Single(await _generator.GenerateAsync(["the cat"]));
        _model.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _generator.GenerateAsync(["the cat"]));
    }

    [Fact]
    public async Task ManyCallersGetWhatOneDoes()
    {
        float[] expected = Numbers(_model.Embed(s_texts[3]));
        ReadOnlyMemory<float>[] vectors = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => _generator.GenerateVectorAsync(s_texts[3])));
        Every.Item(vectors, vector => Assert.Equal(expected, vector.ToArray()));
    }

    private static float[] Numbers(TextEmbedding text) => text.Values.ToArray();
}
