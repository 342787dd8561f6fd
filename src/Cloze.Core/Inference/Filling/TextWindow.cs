using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>Some of many texts, as many as a batch holds.</summary>
/// <param name="filling">What is asked of each.</param>
/// <param name="tokenCapacity">The most tokens of a batch.</param>
internal sealed class TextWindow(MaskFilling filling, int tokenCapacity)
{
    private readonly List<MaskedText> _texts = [];
    private int _tokens;

    /// <summary>How many texts there are.</summary>
    public int Count => _texts.Count;

    /// <summary>Appends a text; false, and nothing done, where the batch has no room for it.</summary>
    public bool TryAdd(MaskedText text)
    {
        if (_tokens + text.Sequence.TokenCount > tokenCapacity && Count > 0) return false;
        _tokens += text.Sequence.TokenCount;
        _texts.Add(text);
        return true;
    }

    /// <summary>The work of these texts.</summary>
    public QueuedCall ToCall()
    {
        MaskedSequence[] sequences = [.. _texts.Select(text => text.Sequence)];
        return new QueuedCall(sequences);
    }

    /// <summary>The answers, once the work is done.</summary>
    public FillResult[] Answers() => [.. _texts.Select(filling.Answer)];
}
