using System.Diagnostics;
using Cloze.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloze.Extensions;

/// <summary>
/// A model's embeddings in the shape of <c>Microsoft.Extensions.AI</c>. It may be used by many threads at once, whose
/// texts share batches. It does not own the model: disposing of it frees nothing.
/// </summary>
public sealed class ClozeEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>
    /// The key of <see cref="AdditionalPropertiesDictionary"/> under which an embedding says how many tokens of its
    /// text did not fit into the model; absent where all did.
    /// </summary>
    public const string TokensCutKey = "cloze.tokens_cut";

    private const string Provider = "cloze";
    private readonly Func<EmbeddingModel> _model;
    private readonly EmbedOptions _options;
    private readonly ILogger _logger;
    private readonly string? _modelId;

    /// <summary>Wraps a model: a <see cref="MaskedLanguageModel"/> or a <see cref="TextEncoder"/>.</summary>
    /// <param name="model">The model; it stays its owner's.</param>
    /// <param name="modelId">Its name in metadata and results; null for none.</param>
    /// <param name="options">How embeddings are made where a call does not say.</param>
    /// <param name="logger">Hears of every call and of texts that were cut, never of what is in them.</param>
    /// <exception cref="ArgumentNullException">No model is given.</exception>
    public ClozeEmbeddingGenerator(
        EmbeddingModel model, string? modelId = null, EmbedOptions? options = null, ILogger? logger = null)
        : this(Constant(model ?? throw new ArgumentNullException(nameof(model))), modelId, options, logger)
    {
    }

    internal ClozeEmbeddingGenerator(ModelHost host, ILogger logger)
        : this(() => host.Model, host.Options.GetName(), host.Options.ToEmbedOptions(), logger)
    {
    }

    private ClozeEmbeddingGenerator(
        Func<EmbeddingModel> model, string? modelId, EmbedOptions? options, ILogger? logger)
    {
        _model = model;
        _modelId = modelId;
        _options = options ?? new EmbedOptions();
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Embeds texts, in their order.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">
    /// <see cref="EmbeddingGenerationOptions.RawRepresentationFactory"/> may give an <see cref="EmbedOptions"/>, which
    /// counts instead of the generator's own. Of the others, a dimension or a model that is not this one's is refused.
    /// </param>
    /// <param name="cancellationToken">Ends the call between two batches.</param>
    /// <returns>One embedding a text, <c>[H]</c>, and how many tokens the model read.</returns>
    /// <exception cref="ClozeException">The options ask for what this model does not have.</exception>
    /// <exception cref="ArgumentNullException">No texts are given, or one is missing.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        long start = Stopwatch.GetTimestamp();
        EmbeddingModel model = _model();
        EmbedOptions how = Choose(options, model);
        var counts = new EmbeddingCounts();
        GeneratedEmbeddings<Embedding<float>> embeddings = [];
        await foreach (TextEmbedding text in model.EmbedManyAsync(values, how, cancellationToken)
            .ConfigureAwait(false))
        {
            counts.Add(text);
            embeddings.Add(ToEmbedding(text));
        }

        embeddings.Usage = counts.ToUsage();
        counts.WriteTo(_logger, _modelId ?? Provider, Stopwatch.GetElapsedTime(start));
        return embeddings;
    }

    /// <summary>
    /// Gives what stands behind the generator: <see cref="EmbeddingGeneratorMetadata"/>, the
    /// <see cref="MaskedLanguageModel"/> or <see cref="TextEncoder"/>, its <see cref="Text.Tokenizer"/>, or itself.
    /// </summary>
    /// <returns>The object; null where there is none of the type, or a key is given.</returns>
    /// <exception cref="ArgumentNullException">No type is given.</exception>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType.IsInstanceOfType(this)) return this;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return Metadata(_model());
        if (serviceType == typeof(Text.Tokenizer)) return _model().Tokenizer;
        bool isModel = typeof(EmbeddingModel).IsAssignableFrom(serviceType);
        return isModel && serviceType.IsInstanceOfType(_model()) ? _model() : null;
    }

    /// <summary>Does nothing: the model stays its owner's.</summary>
    public void Dispose()
    {
    }

    private static Func<EmbeddingModel> Constant(EmbeddingModel model) => () => model;

    private EmbeddingGeneratorMetadata Metadata(EmbeddingModel model) =>
        new(Provider, null, _modelId, model.Config.HiddenSize);

    private EmbedOptions Choose(EmbeddingGenerationOptions? options, EmbeddingModel model)
    {
        int size = model.Config.HiddenSize;
        if (options?.Dimensions is { } dimensions && dimensions != size)
        {
            throw new ClozeException(
                $"Embeddings of {dimensions} dimensions are asked for; the model's have {size}.",
                $"Leave the dimensions out, or ask for {size}.");
        }

        if (options?.ModelId is { } id && _modelId is { } own && id != own)
        {
            throw new ClozeException(
                $"The model \"{id}\" is asked for; this generator has \"{own}\".",
                "Leave the model out, or ask the generator of that model, as a keyed service for one.");
        }

        return options?.RawRepresentationFactory?.Invoke(this) as EmbedOptions ?? _options;
    }

    private Embedding<float> ToEmbedding(TextEmbedding text)
    {
        var embedding = new Embedding<float>(text.Values) { ModelId = _modelId };
        if (text.TokensCut > 0) embedding.AdditionalProperties = new() { [TokensCutKey] = text.TokensCut };
        return embedding;
    }
}
