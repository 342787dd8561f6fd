using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>
/// Joins the pieces of each word and hands on those of several. Added tokens are left out, and words that are longer
/// than <see cref="ByteWordCounter.LongestWord"/> or have a character that is unknown.
/// </summary>
/// <param name="vocabulary">The pieces.</param>
/// <param name="spelled">Room for a word.</param>
/// <param name="take">Takes a word.</param>
internal struct PieceWordSink(Vocabulary vocabulary, List<char> spelled, PieceWordSink.Taker take) : ITokenSink
{
    private int _count, _start, _end;
    private bool _isUnknown;

    /// <summary>Takes a word.</summary>
    public delegate void Taker(ReadOnlySpan<char> word);

    /// <inheritdoc/>
    public readonly (int Tokens, int Words) Mark => (_count, 0);

    /// <inheritdoc/>
    public readonly void Reserve(int tokens)
    {
    }

    /// <inheritdoc/>
    public void AddPacked(Vector128<uint> pieces, int start)
    {
        int count = WordCache.Count(pieces);
        if (count < 2) return;
        for (int i = 0; i < count; i++)
        {
            int end = start + WordCache.Length(pieces, i);
            Add(WordCache.Id(pieces, i), new TextSpan(start, end));
            start = end;
        }

        EndWord();
    }

    /// <inheritdoc/>
    public void Add(int id, TextSpan place)
    {
        if (_count++ == 0) _start = place.Start;
        _end = place.End;
        _isUnknown |= id == vocabulary.UnknownId;
        spelled.AddRange(vocabulary[id].AsSpan());
    }

    /// <inheritdoc/>
    public readonly void AddNamed(int id, TextSpan place, ReadOnlySpan<char> name)
    {
    }

    /// <inheritdoc/>
    public void EndWord()
    {
        bool counts = _count > 1 && !_isUnknown && _end - _start <= ByteWordCounter.LongestWord;
        if (counts) take(CollectionsMarshal.AsSpan(spelled));
        spelled.Clear();
        (_count, _isUnknown) = (0, false);
    }

    /// <inheritdoc/>
    public readonly void GoBack((int Tokens, int Words) mark) => throw new NotSupportedException();
}
