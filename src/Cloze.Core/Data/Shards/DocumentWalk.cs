namespace Cloze.Data;

/// <summary>
/// Walks over the documents of a half of a store from one of them on, through all its shards; allocates nothing.
/// </summary>
/// <param name="shards">The shards.</param>
/// <param name="shard">The shard to begin in.</param>
/// <param name="document">The first document there.</param>
/// <param name="entries">What of a table is read at a time: two numbers a document, and two more.</param>
internal ref struct DocumentWalk(IReadOnlyList<Shard> shards, int shard, long document, Span<uint> entries)
{
    private readonly Span<uint> _entries = entries;
    private long _unread = document;
    private int _next;
    private int _count;

    /// <summary>The shard that the document lies in.</summary>
    public int Shard { get; private set; } = shard;

    /// <summary>The place of the document's first token there.</summary>
    public uint Start { get; private set; }

    /// <summary>The document's tokens, without special pieces.</summary>
    public uint Tokens { get; private set; }

    /// <summary>Goes to the next document, at first to the first one; false where there is none.</summary>
    /// <exception cref="ClozeException">The file cannot be read any more.</exception>
    public bool Next()
    {
        if (_next == _count && !Fill()) return false;
        Start = _entries[2 * _next++];
        Tokens = _entries[2 * _next] - Start;
        return true;
    }

    private bool Fill()
    {
        while (Shard < shards.Count && _unread == shards[Shard].Header.Documents)
        {
            Shard++;
            _unread = 0;
        }

        if (Shard == shards.Count) return false;
        _count = (int)Math.Min((_entries.Length / 2) - 1, shards[Shard].Header.Documents - _unread);
        shards[Shard].ReadDocuments(_unread, _entries[..(2 * (_count + 1))]);
        _unread += _count;
        _next = 0;
        return true;
    }
}
