using Cloze.Inference;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Cloze.Extensions;

/// <summary>What one call has embedded.</summary>
internal sealed class EmbeddingCounts
{
    private int _texts;
    private int _textsCut;
    private long _tokens;
    private long _tokensCut;

    /// <summary>Counts a text.</summary>
    public void Add(TextEmbedding text)
    {
        _texts++;
        _tokens += text.TokenCount;
        _tokensCut += text.TokensCut;
        if (text.TokensCut > 0) _textsCut++;
    }

    /// <summary>The tokens that the model has read.</summary>
    public UsageDetails ToUsage() => new() { InputTokenCount = _tokens, TotalTokenCount = _tokens };

    /// <summary>Logs the call.</summary>
    public void WriteTo(ILogger logger, string model, TimeSpan time)
    {
        Log.Embedded(logger, model, _texts, _tokens, time.TotalSeconds);
        if (_textsCut > 0) Log.Cut(logger, model, _tokensCut, _textsCut);
    }
}
