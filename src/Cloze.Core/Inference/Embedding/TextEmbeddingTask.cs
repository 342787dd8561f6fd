using System.Globalization;
using System.Runtime.InteropServices;
using Cloze.Predictions;
using Cloze.Text;

namespace Cloze.Inference;

/// <summary>One caller's wish to have texts embedded, checked.</summary>
internal sealed class TextEmbeddingTask : TextTask<TextEmbedding>
{
    private readonly InferenceEngine _engine;
    private readonly EmbedOptions _options;
    private readonly int _layer;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ClozeException">The model has no such layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pooling.</exception>
    public TextEmbeddingTask(InferenceEngine engine, EmbedOptions? options)
    {
        _engine = engine;
        _options = options ?? new EmbedOptions();
        if (!Enum.IsDefined(_options.Pooling))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.Pooling, "Mean or Cls is expected.");
        }

        int last = engine.Config.LayerCount;
        _layer = _options.Layer ?? last;
        if ((uint)_layer <= (uint)last) return;
        throw new ClozeException(
            string.Create(CultureInfo.InvariantCulture, $"Layer {_layer} is asked for, expected 0 to {last}."),
            $"0 is the output of the embeddings, {last} that of the last layer.");
    }

    /// <inheritdoc/>
    public override EmbedWork Prepare(TextPair text)
    {
        Encoding encoding = ModelInput.Encode(_engine.Tokenizer, _engine.Config, text);
        var sequence = new EmbeddedSequence(
            ImmutableCollectionsMarshal.AsArray(encoding.InputIds)!,
            ImmutableCollectionsMarshal.AsArray(encoding.TokenTypeIds)!,
            _layer,
            firstOnly: _options.Pooling == Pooling.Cls);
        return new EmbedWork(sequence, _options.Normalize, encoding.TokensCut);
    }
}
