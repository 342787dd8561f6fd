using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// The sequences of another source, those that are longer than asked for cut again: each into as few pieces as its
/// length allows, of lengths that differ by one token at most, each with the [CLS] and [SEP] of the whole. So one
/// store serves phases of several lengths.
/// </summary>
internal sealed class CutSequences : ISequenceSource
{
    private const int Specials = 2;

    private readonly ISequenceSource _whole;
    private readonly long[] _starts;

    /// <summary>Looks at the length of each sequence; keeps eight bytes of each.</summary>
    /// <param name="whole">The source; not disposed with this object.</param>
    /// <param name="length">The most tokens of a piece, above 2.</param>
    public CutSequences(ISequenceSource whole, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, Specials);
        _whole = whole;
        SequenceLength = length;
        _starts = new long[whole.Count + 1];
        TokenCount = whole.TokenCount;
        for (long sequence = 0; sequence < whole.Count; sequence++)
        {
            int pieces = PiecesOf(whole.LengthOf(sequence));
            _starts[sequence + 1] = _starts[sequence] + pieces;
            TokenCount += Specials * (pieces - 1);
        }
    }

    /// <inheritdoc/>
    public long Count => _starts[^1];

    /// <inheritdoc/>
    public long TokenCount { get; }

    /// <inheritdoc/>
    public int SequenceLength { get; }

    /// <inheritdoc/>
    public string ContentHash => _whole.ContentHash;

    /// <inheritdoc/>
    public int LengthOf(long sequence)
    {
        (long whole, int piece, int pieces) = Find(sequence);
        int length = _whole.LengthOf(whole);
        if (pieces == 1) return length;
        (int first, int end) = Cut(length - Specials, piece, pieces);
        return end - first + Specials;
    }

    /// <inheritdoc/>
    public int Read(long sequence, Span<int> destination)
    {
        (long whole, int piece, int pieces) = Find(sequence);
        if (pieces == 1) return _whole.Read(whole, destination);
        Span<int> ids = stackalloc int[_whole.SequenceLength];
        int length = _whole.Read(whole, ids);
        (int first, int end) = Cut(length - Specials, piece, pieces);
        destination = destination[..(end - first + Specials)];
        destination[0] = ids[0];
        ids[(1 + first)..(1 + end)].CopyTo(destination[1..]);
        destination[^1] = ids[length - 1];
        return destination.Length;
    }

    /// <inheritdoc/>
    public void RequireVocabulary(PieceTable pieces) => _whole.RequireVocabulary(pieces);

    /// <summary>Does nothing: the source is another's.</summary>
    public void Dispose()
    {
    }

    private int PiecesOf(int length)
    {
        int room = SequenceLength - Specials, body = length - Specials;
        return length <= SequenceLength ? 1 : (body + room - 1) / room;
    }

    private (long Whole, int Piece, int Pieces) Find(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)sequence, (ulong)Count, nameof(sequence));
        int whole = _starts.AsSpan().BinarySearch(sequence);
        if (whole < 0) whole = ~whole - 1;
        return (whole, (int)(sequence - _starts[whole]), (int)(_starts[whole + 1] - _starts[whole]));
    }

    // The part of so many tokens that a piece has.
    private static (int First, int End) Cut(int body, int piece, int pieces) =>
        ((int)((long)body * piece / pieces), (int)((long)body * (piece + 1) / pieces));
}
