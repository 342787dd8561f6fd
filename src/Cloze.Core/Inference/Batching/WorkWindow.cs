namespace Cloze.Inference;

/// <summary>Some of many texts, about as many as a batch holds.</summary>
/// <param name="tokenCapacity">The most tokens of a batch.</param>
internal sealed class WorkWindow<TAnswer>(int tokenCapacity)
{
    private readonly List<TextWork<TAnswer>> _texts = [];
    private long _tokens;

    /// <summary>How many texts there are.</summary>
    public int Count => _texts.Count;

    /// <summary>The texts.</summary>
    public IReadOnlyList<TextWork<TAnswer>> Texts => _texts;

    /// <summary>Appends a text; false, and nothing done, where the batch has no room for it.</summary>
    public bool TryAdd(TextWork<TAnswer> text)
    {
        if (_tokens + text.TokenCount > tokenCapacity && Count > 0) return false;
        _tokens += text.TokenCount;
        _texts.Add(text);
        return true;
    }

    /// <summary>The answers, once the work is done.</summary>
    public TAnswer[] Answers() => [.. _texts.Select(text => text.Answer())];
}
