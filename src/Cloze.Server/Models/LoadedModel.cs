using Cloze.Compute;
using Cloze.Inference;
using Cloze.Models;
using Cloze.Text;

namespace Cloze.Server.Models;

/// <summary>
/// A model as it was loaded once, kept until nobody uses it: whoever holds it goes on with it when another takes its
/// place.
/// </summary>
internal sealed class LoadedModel
{
    private readonly Lock _gate = new();
    private readonly EmbeddingModel _model;
    private int _users = 1;

    private LoadedModel(FolderState state, EmbeddingModel model)
    {
        State = state;
        _model = model;
    }

    /// <summary>What its folder held before it was loaded.</summary>
    public FolderState State { get; }

    /// <summary>The model; null where it has no masked-language-model head.</summary>
    public MaskedLanguageModel? FillMask => _model as MaskedLanguageModel;

    /// <summary>The model's sizes.</summary>
    public EncoderConfig Config => _model.Config;

    /// <summary>The model's tokenizer.</summary>
    public Tokenizer Tokenizer => _model.Tokenizer;

    /// <summary>Loads a folder, of an encoder alone where it has no masked-language-model head.</summary>
    /// <exception cref="ClozeException">The folder is missing or damaged.</exception>
    public static LoadedModel Load(string folder, EngineOptions engine)
    {
        var state = FolderState.Of(folder);
        try
        {
            return new LoadedModel(state, MaskedLanguageModel.Load(folder, engine));
        }
        catch (ClozeException) when (TryLoadEncoder(folder, engine) is { } encoder)
        {
            return new LoadedModel(state, encoder);
        }
    }

    /// <summary>Encodes a text, cut to the model's positions.</summary>
    public Encoding Encode(string text, string? pair, out int tokensCut)
    {
        Encoding encoding = _model.Encode(new TextPair(text, pair));
        tokensCut = encoding.TokensCut;
        return encoding;
    }

    /// <summary>Embeds texts, in their order.</summary>
    public IAsyncEnumerable<TextEmbedding> EmbedAsync(
        IReadOnlyList<string> texts, EmbedOptions options, CancellationToken cancellation) =>
        _model.EmbedManyAsync(texts, options, cancellation);

    /// <summary>Counts a user; false where it is free already.</summary>
    public bool TryHold()
    {
        lock (_gate)
        {
            if (_users == 0) return false;
            _users++;
            return true;
        }
    }

    /// <summary>Counts a user less; the last one frees it.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (--_users > 0) return;
        }

        _model.Dispose();
    }

    private static TextEncoder? TryLoadEncoder(string folder, EngineOptions engine)
    {
        try
        {
            return TextEncoder.Load(folder, engine);
        }
        catch (ClozeException)
        {
            return null;
        }
    }
}
