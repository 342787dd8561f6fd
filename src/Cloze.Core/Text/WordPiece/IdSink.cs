using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>Keeps the ids alone, at the end of a list; the list is valid again after <see cref="Finish"/>.</summary>
internal ref struct IdSink(List<int> ids) : ITokenSink
{
    private readonly List<int> _ids = ids;
    private Span<int> _room = CollectionsMarshal.AsSpan(ids);
    private int _count = ids.Count;

    /// <inheritdoc/>
    public readonly (int Tokens, int Words) Mark => (_count, 0);

    /// <inheritdoc/>
    public void Reserve(int tokens)
    {
        if (_room.Length - _count < tokens) Grow(tokens);
    }

    /// <inheritdoc/>
    public void AddPacked(Vector128<uint> pieces, int start)
    {
        WordCache.Ids(pieces).CopyTo(_room[_count..]);
        _count += WordCache.Count(pieces);
    }

    /// <inheritdoc/>
    public void Add(int id, TextSpan place)
    {
        Reserve(1);
        _room[_count++] = id;
    }

    /// <inheritdoc/>
    public void AddNamed(int id, TextSpan place, ReadOnlySpan<char> name) => Add(id, place);

    /// <inheritdoc/>
    public readonly void EndWord()
    {
    }

    /// <inheritdoc/>
    public void GoBack((int Tokens, int Words) mark) => _count = mark.Tokens;

    /// <summary>Gives the list its length.</summary>
    public readonly void Finish() => CollectionsMarshal.SetCount(_ids, _count);

    private void Grow(int tokens)
    {
        // All that the list has room for is used as a span: setting the count does not clear numbers.
        CollectionsMarshal.SetCount(_ids, _count);
        _ids.EnsureCapacity(_count + tokens);
        CollectionsMarshal.SetCount(_ids, _ids.Capacity);
        _room = CollectionsMarshal.AsSpan(_ids);
    }
}
