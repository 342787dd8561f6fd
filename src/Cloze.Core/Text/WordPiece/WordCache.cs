using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloze.Text;

/// <summary>
/// The pieces of short words that came by before, for one thread at a time: text repeats its words, and most are one
/// look-up. It keeps what the model said and forgets words as others come, so no result depends on it. Its memory is
/// fixed: 65,536 words, 2 MB.
/// </summary>
/// <remarks>
/// A word's key is 16 bytes. Of letters and digits of ASCII it is those, with zeros behind them; else it is the word's
/// UTF-16 units, seven at most, and in the last two bytes their number and a mark that no ASCII word has.
/// </remarks>
/// <param name="split">Splits words.</param>
internal sealed class WordCache(WordCache.Splitter split)
{
    /// <summary>
    /// Appends the pieces of a word, one behind the other from place 0; false where they are not to be kept.
    /// </summary>
    public delegate bool Splitter(ReadOnlySpan<char> word, TokenBuffer pieces);

    /// <summary>The longest word of ASCII that is kept, in characters.</summary>
    public const int LongestWord = 16;

    /// <summary>The longest word by <see cref="WideKey"/>, in UTF-16 units.</summary>
    public const int LongestWideWord = 7;

    /// <summary>The most pieces of a word that is kept.</summary>
    public const int MostPieces = 4;

    // A piece is its id, its length, and, in a word's first piece, the number of the word's pieces.
    private const int IdBits = 21;
    private const int CountShift = 26;
    private const uint LengthMask = (1 << (CountShift - IdBits)) - 1;
    private const int WideMark = 0xFF00;
    private const int SlotBits = 16;

    private static readonly TextSpan[] s_places =
    [
        .. Enumerable.Range(0, ByteAlphabet.MostPerUnit * LongestWideWord)
            .Select(start => new TextSpan(start, start + 1)),
    ];

    private readonly Entry[] _slots = new Entry[1 << SlotBits];
    private readonly TokenBuffer _pieces = new();

    /// <summary>A cache of what a model says of words as they are.</summary>
    public static WordCache Of(TokenModel model) => new((word, pieces) =>
    {
        var sink = new PlaceSink(pieces);
        model.Append(word, s_places, ref sink);
        return true;
    });

    /// <summary>
    /// A cache of what a model says of words in <see cref="ByteAlphabet"/>; the lengths of their pieces are bytes.
    /// </summary>
    public static WordCache OfBytes(TokenModel model) => new((word, pieces) =>
    {
        var sink = new PlaceSink(pieces);
        Span<char> spelled = stackalloc char[ByteAlphabet.MostPerUnit * LongestWord];
        model.Append(spelled[..ByteAlphabet.Spell(word, spelled)], s_places, ref sink);
        return true;
    });

    /// <summary>How many pieces a word has.</summary>
    public static int Count(Vector128<uint> pieces) => (int)(pieces.ToScalar() >> CountShift);

    /// <summary>The id of a piece.</summary>
    public static int Id(Vector128<uint> pieces, int piece) =>
        (int)(pieces.GetElement(piece) & ((1 << IdBits) - 1));

    /// <summary>The ids of a word's pieces; behind them is anything.</summary>
    public static Vector128<int> Ids(Vector128<uint> pieces) =>
        (pieces & Vector128.Create((1u << IdBits) - 1)).AsInt32();

    /// <summary>The length of a piece in characters.</summary>
    public static int Length(Vector128<uint> pieces, int piece) =>
        (int)((pieces.GetElement(piece) >> IdBits) & LengthMask);

    /// <summary>The pieces of a word whose first has a character more, before the word.</summary>
    public static Vector128<uint> WithOneMore(Vector128<uint> pieces) =>
        pieces + Vector128.CreateScalar(1u << IdBits);

    /// <summary>The key of a word of at most <see cref="LongestWideWord"/> UTF-16 units.</summary>
    /// <param name="buffer">Begins with the word, and has eight units at least.</param>
    /// <param name="length">The word's units.</param>
    public static Vector128<byte> WideKey(ReadOnlySpan<char> buffer, int length)
    {
        Vector128<ushort> mark = Vector128<ushort>.Zero.WithElement(LongestWideWord, (ushort)(WideMark | length));

        // A single unit is taken from memory alone: a wider load would wait until it is written.
        if (length == 1) return (mark | Vector128.CreateScalar((ushort)buffer[0])).AsByte();
        Vector128<ushort> units = Vector128.Create(MemoryMarshal.Cast<char, ushort>(buffer));
        Vector128<ushort> inside = Vector128.LessThan(Vector128<ushort>.Indices, Vector128.Create((ushort)length));
        return (mark | (units & inside)).AsByte();
    }

    /// <summary>The pieces of a word; false where it has more than <see cref="MostPieces"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(Vector128<byte> word, int length, out Vector128<uint> pieces)
    {
        ulong low = word.AsUInt64().ToScalar(), high = word.AsUInt64().GetElement(1);
        ulong hash = (low ^ (high * 0xD6E8FEB86659FD93)) * 0x9E3779B97F4A7C15;
        int slot = (int)(hash >> (64 - SlotBits));
        ref Entry entry = ref _slots[slot];
        pieces = entry.Pieces;
        if (entry.Word == word) return true;
        ref Entry other = ref _slots[slot ^ 1];
        pieces = other.Pieces;
        return other.Word == word || TryLearn(word, length, ref entry, ref other, out pieces);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryLearn(
        Vector128<byte> word, int length, ref Entry entry, ref Entry other, out Vector128<uint> pieces)
    {
        Span<char> characters = stackalloc char[LongestWord];
        bool wide = word.AsUInt16()[LongestWideWord] >= WideMark;
        for (int i = 0; i < length; i++) characters[i] = (char)(wide ? word.AsUInt16()[i] : word[i]);
        _pieces.Clear();
        pieces = default;
        if (!split(characters[..length], _pieces) || _pieces.Count > MostPieces) return false;
        for (int i = 0, at = 0; i < _pieces.Count; i++)
        {
            (int start, int end) = _pieces.Offsets[i];
            if (start != at) return false;
            at = end;
            pieces = pieces.WithElement(i, (uint)_pieces.Ids[i] | ((uint)(end - start) << IdBits));
        }

        pieces = pieces.WithElement(0, pieces.ToScalar() | ((uint)_pieces.Count << CountShift));
        other = entry;
        entry = new Entry(word, pieces);
        return true;
    }

    private readonly record struct Entry(Vector128<byte> Word, Vector128<uint> Pieces);
}
