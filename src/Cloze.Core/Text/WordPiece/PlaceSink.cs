using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>Keeps ids, places and word numbers of one text, at the end of a buffer.</summary>
internal struct PlaceSink(TokenBuffer buffer) : ITokenSink
{
    private int _words;

    /// <inheritdoc/>
    public readonly (int Tokens, int Words) Mark => (buffer.Count, _words);

    /// <inheritdoc/>
    public readonly void Reserve(int tokens) => buffer.Reserve(tokens);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddPacked(Vector128<uint> pieces, int start)
    {
        buffer.Room(out Span<int> ids, out Span<TextSpan> offsets, out Span<int> words);
        WordCache.Ids(pieces).CopyTo(ids);
        int count = WordCache.Count(pieces);
        for (int i = 0; i < count; i++)
        {
            int end = start + WordCache.Length(pieces, i);
            // What has no character stands where the next one does.
            offsets[i] = new TextSpan(start, Math.Max(end, start + 1));
            words[i] = _words;
            start = end;
        }

        buffer.Advance(count);
        _words++;
    }

    /// <inheritdoc/>
    public readonly void Add(int id, TextSpan place)
    {
        buffer.Reserve(1);
        buffer.Room(out Span<int> ids, out Span<TextSpan> offsets, out Span<int> words);
        ids[0] = id;
        offsets[0] = place;
        words[0] = _words;
        buffer.Advance(1);
    }

    /// <inheritdoc/>
    public void AddNamed(int id, TextSpan place, ReadOnlySpan<char> name)
    {
        Add(id, place);
        EndWord();
        buffer.NameLast(name.ToString());
    }

    /// <inheritdoc/>
    public void EndWord() => _words++;

    /// <inheritdoc/>
    public void GoBack((int Tokens, int Words) mark)
    {
        buffer.Truncate(mark.Tokens);
        _words = mark.Words;
    }
}
