namespace Cloze.Measurement;

/// <summary>
/// An evenly spread sample of a stream of documents in bounded memory: every n-th is kept, and where they become too
/// many, every second of those goes and n doubles.
/// </summary>
/// <param name="characters">The sample has at most twice as many, but for its last document.</param>
internal sealed class DocumentSample(int characters)
{
    private readonly List<string> _texts = [];
    private long _kept;
    private long _seen;
    private long _stride = 1;

    /// <summary>Documents to learn a vocabulary from: all, or every other one where some were left out.</summary>
    public IEnumerable<string> ToLearn => IsWhole ? _texts : _texts.Where((_, index) => index % 2 == 0);

    /// <summary>Documents to cut with that vocabulary: all, or those it was not learned from.</summary>
    public IEnumerable<string> ToCount => IsWhole ? _texts : _texts.Where((_, index) => index % 2 == 1);

    /// <summary>All documents of the sample.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Characters of the sample.</summary>
    public long Characters => _kept;

    private bool IsWhole => _stride == 1 || _texts.Count < 2;

    /// <summary>Takes the next document of the stream.</summary>
    public void Add(string text)
    {
        if (_seen++ % _stride != 0) return;
        _texts.Add(text);
        _kept += text.Length;
        if (_kept > 2L * characters && _texts.Count > 1) Thin();
    }

    private void Thin()
    {
        int count = 0;
        for (int i = 0; i < _texts.Count; i += 2) _texts[count++] = _texts[i];
        _texts.RemoveRange(count, _texts.Count - count);
        _kept = _texts.Sum(text => (long)text.Length);
        _stride *= 2;
    }
}
