namespace Cloze.Text;

/// <summary>
/// The tokens of texts, appended by <see cref="Tokenizer.Append"/>; used again and again it allocates nothing. For one
/// thread at a time.
/// </summary>
public sealed class TokenBuffer
{
    private const int FirstCapacity = 128;
    private int[] _ids = new int[FirstCapacity];
    private TextSpan[] _offsets = new TextSpan[FirstCapacity];
    private int[] _wordIds = new int[FirstCapacity];
    private List<(int Token, string Name)>? _names;

    /// <summary>T, the number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>The ids, <c>[T]</c>; valid until the buffer is changed, as are the others.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>Where each token stands in its own text, <c>[T]</c>.</summary>
    public ReadOnlySpan<TextSpan> Offsets => _offsets.AsSpan(0, Count);

    /// <summary>The number of the word in its own text that each token is of, <c>[T]</c>.</summary>
    public ReadOnlySpan<int> WordIds => _wordIds.AsSpan(0, Count);

    /// <summary>Takes all tokens out.</summary>
    public void Clear() => Truncate(0);

    /// <summary>How many tokens there is room for.</summary>
    internal int Capacity => _ids.Length;

    /// <summary>
    /// The added tokens among them, in order, as the text has them: with the white space that they take.
    /// </summary>
    internal IReadOnlyList<(int Token, string Name)> Names => _names ?? [];

    /// <summary>Makes room for more tokens, to be written by <see cref="Room"/>.</summary>
    internal void Reserve(int tokens)
    {
        if (_ids.Length - Count >= tokens) return;
        int capacity = Math.Max(2 * _ids.Length, checked(Count + tokens));
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _offsets, capacity);
        Array.Resize(ref _wordIds, capacity);
    }

    /// <summary>The room behind the tokens that are there.</summary>
    internal void Room(out Span<int> ids, out Span<TextSpan> offsets, out Span<int> wordIds)
    {
        ids = _ids.AsSpan(Count);
        offsets = _offsets.AsSpan(Count);
        wordIds = _wordIds.AsSpan(Count);
    }

    /// <summary>Counts tokens that have been written into the room.</summary>
    internal void Advance(int tokens) => Count += tokens;

    /// <summary>Keeps how the text has the last token.</summary>
    internal void NameLast(string name) => (_names ??= []).Add((Count - 1, name));

    /// <summary>Gives a token another place.</summary>
    internal void Place(int token, TextSpan place) => _offsets[token] = place;

    /// <summary>Takes out the tokens from a place on.</summary>
    internal void Truncate(int count)
    {
        Count = count;
        _names?.RemoveAll(name => name.Token >= count);
    }
}
