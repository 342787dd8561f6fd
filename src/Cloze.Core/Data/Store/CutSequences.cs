using Cloze.Masking;

namespace Cloze.Data;

/// <summary>
/// The sequences of another source, those that are longer than asked for cut again by <see cref="SequenceCut"/>, each
/// piece with the [CLS] and [SEP] of the whole. So one store serves phases of several lengths.
/// </summary>
internal sealed class CutSequences : ISequenceSource
{
    /// <summary>The most blocks of sequences whose first piece is known at once.</summary>
    public const int MostBlocks = 1 << 16;

    private const int FewestSequences = 64;
    private const int MostAtATime = 512;
    private const int Specials = 2;

    private readonly ISequenceSource _whole;
    private readonly int _blockSequences;
    private readonly long[] _firstPieces;

    /// <summary>Looks at the length of each sequence; keeps at most <see cref="MostBlocks"/> numbers.</summary>
    /// <param name="whole">The source; not disposed with this object.</param>
    /// <param name="length">The most tokens of a piece, above 2.</param>
    public CutSequences(ISequenceSource whole, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, Specials);
        _whole = whole;
        SequenceLength = length;
        _blockSequences = (int)Math.Max(FewestSequences, (whole.Count / MostBlocks) + 1);
        _firstPieces = new long[(whole.Count + _blockSequences - 1) / _blockSequences];
        Count = IndexAll();
        TokenCount = whole.TokenCount + (Specials * (Count - whole.Count));
    }

    /// <inheritdoc/>
    public long Count { get; }

    /// <inheritdoc/>
    public long TokenCount { get; }

    /// <inheritdoc/>
    public int SequenceLength { get; }

    /// <inheritdoc/>
    public string ContentHash => _whole.ContentHash;

    /// <inheritdoc/>
    public int LengthOf(long sequence) => Find(sequence).Length;

    /// <inheritdoc/>
    public int Read(long sequence, Span<int> destination)
    {
        Piece piece = Find(sequence);
        if (piece.IsWhole) return _whole.Read(piece.Of, destination);
        Span<int> ids = stackalloc int[_whole.SequenceLength];
        int length = _whole.Read(piece.Of, ids);
        destination = destination[..piece.Length];
        destination[0] = ids[0];
        ids.Slice(1 + piece.First, piece.Length - Specials).CopyTo(destination[1..]);
        destination[^1] = ids[length - 1];
        return destination.Length;
    }

    /// <inheritdoc/>
    public void RequireVocabulary(PieceTable pieces) => _whole.RequireVocabulary(pieces);

    /// <summary>Does nothing: the source is another's.</summary>
    public void Dispose()
    {
    }

    private int Room => SequenceLength - Specials;

    // A sequence that is short enough stays, one without a token too.
    private int PiecesOf(int length) =>
        length <= SequenceLength ? 1 : (int)SequenceCut.Count(length - Specials, Room);

    /// <summary>Notes the first piece of each block of sequences, and counts all.</summary>
    private long IndexAll()
    {
        Span<int> lengths = stackalloc int[MostAtATime];
        long pieces = 0, sequence = 0;
        while (sequence < _whole.Count)
        {
            lengths = lengths[..(int)Math.Min(lengths.Length, _whole.Count - sequence)];
            _whole.ReadLengths(sequence, lengths);
            foreach (int length in lengths)
            {
                if (sequence % _blockSequences == 0) _firstPieces[sequence / _blockSequences] = pieces;
                pieces += PiecesOf(length);
                sequence++;
            }
        }

        return pieces;
    }

    private Piece Find(long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)sequence, (ulong)Count, nameof(sequence));
        int block = _firstPieces.AsSpan().BinarySearch(sequence);
        if (block < 0) block = ~block - 1;
        long whole = block * (long)_blockSequences, piece = sequence - _firstPieces[block];
        Span<int> lengths = stackalloc int[Math.Min(MostAtATime, _blockSequences)];
        while (whole < _whole.Count)
        {
            lengths = lengths[..(int)Math.Min(lengths.Length, _whole.Count - whole)];
            _whole.ReadLengths(whole, lengths);
            foreach (int length in lengths)
            {
                int pieces = PiecesOf(length);
                if (piece < pieces) return Cut(whole, length, piece, pieces);
                piece -= pieces;
                whole++;
            }
        }

        throw new ClozeException(
            $"There are fewer sequences than the {Count} that were counted: their file was changed meanwhile.",
            "Do not write to a store while it is read.");
    }

    private Piece Cut(long whole, int length, long piece, int pieces)
    {
        if (pieces == 1) return new Piece(whole, 0, length, true);
        int body = length - Specials, first = (int)SequenceCut.Start(body, Room, piece);
        return new Piece(whole, first, (int)SequenceCut.Start(body, Room, piece + 1) - first + Specials, false);
    }

    /// <summary>A part of a sequence.</summary>
    /// <param name="Of">The sequence.</param>
    /// <param name="First">Its first token in that, [CLS] not counted.</param>
    /// <param name="Length">Its tokens, [CLS] and [SEP] included.</param>
    /// <param name="IsWhole">Whether it is the sequence itself.</param>
    private readonly record struct Piece(long Of, int First, int Length, bool IsWhole);
}
