namespace Cloze.Data;

/// <summary>A document as sentences of ids, read into memory that is used again for the next.</summary>
/// <param name="mostTokens">The most ids of a document.</param>
internal sealed class SentenceDocument(int mostTokens)
{
    private readonly int[] _ids = new int[mostTokens];
    private readonly List<int> _ends = [];
    private int _count;

    /// <summary>The ids, special pieces left out.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _count);

    /// <summary>Number of sentences, each of at least one token.</summary>
    public int SentenceCount => _ends.Count;

    /// <summary>Where a sentence begins among the ids; that of the one behind the last is where all end.</summary>
    public int StartOf(int sentence) => sentence == 0 ? 0 : _ends[sentence - 1];

    /// <summary>The ids of a document as a store has it: [CLS] before, [SEP] behind every sentence.</summary>
    /// <param name="row">The row; may be this document's own memory.</param>
    /// <param name="separator">The id of [SEP].</param>
    public void Set(ReadOnlySpan<int> row, int separator)
    {
        _ends.Clear();
        _count = 0;
        foreach (int id in row[1..])
        {
            if (id != separator) _ids[_count++] = id;
            else if (_count > StartOf(_ends.Count)) _ends.Add(_count);
        }
    }

    /// <summary>Room for a row, whose document is then set from it.</summary>
    public Span<int> Room => _ids;
}
