using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cloze.Text;

/// <summary>
/// Splits words by byte-pair merges; its characters are bytes where <see cref="ByteAlphabet"/> spells.
/// </summary>
internal sealed class BytePairModel : TokenModel
{
    private readonly BytePairDefinition _definition;
    private readonly MergeTable _merges;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly int[] _letters;
    private readonly int[] _innerLetters;
    private readonly int[] _bytes;
    private readonly int _unknownId;

    /// <param name="definition">The merges and what becomes of unknown characters.</param>
    /// <param name="pieces">The pieces in the order of their ids; empty where an id has none.</param>
    /// <param name="unknownId">The piece for what has no other.</param>
    public BytePairModel(BytePairDefinition definition, IReadOnlyList<string> pieces, int unknownId)
    {
        _definition = definition;
        _unknownId = definition.HasUnknown ? unknownId : -1;
        var ids = new Dictionary<string, int>(pieces.Count, StringComparer.Ordinal);
        for (int id = 0; id < pieces.Count; id++)
        {
            if (pieces[id].Length > 0) ids[pieces[id]] = id;
        }

        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _letters = LettersOf(ids, "");
        _innerLetters = definition.Prefix.Length == 0 ? _letters : LettersOf(ids, definition.Prefix);
        _bytes = BytePieces(definition.ByteFallback, ids);
        int skipped = definition.Prefix.Length;
        _merges = new MergeTable(
            [.. definition.Merges.Select(pair =>
                (ids[pair.Left], ids[pair.Right], ids[pair.Left + pair.Right[skipped..]]))]);
    }

    /// <summary>
    /// Whether every byte has a piece, so that all text can be written, and words are taken by merges alone: what
    /// <see cref="ByteLevelEncoder"/> knows.
    /// </summary>
    public bool WritesAllBytes =>
        ByteAlphabet.Characters.All(character => LetterId(_letters, character) >= 0) && _letters == _innerLetters;

    /// <inheritdoc/>
    public override void Append<TSink>(ReadOnlySpan<char> word, ReadOnlySpan<TextSpan> places, ref TSink sink)
    {
        if (_definition.TakesWholeWords && _ids.TryGetValue(word, out int whole))
        {
            sink.Add(whole, new TextSpan(places[0].Start, places[word.Length - 1].End));
            sink.EndWord();
            return;
        }

        const int few = BytePairMerging.LongestSearched;
        int room = _definition.ByteFallback ? 4 * word.Length : word.Length;
        int[]? rented = room > few ? ArrayPool<int>.Shared.Rent(2 * room) : null;
        Span<int> memory = rented is null ? stackalloc int[2 * few] : rented;
        Span<int> ids = memory[..room], ends = memory.Slice(room, room);
        int count = Spell(word, ids, ends);
        count = BytePairMerging.Merge(_merges, ids[..count], ends[..count]);
        for (int i = 0, start = 0; i < count; i++)
        {
            // Bytes of one character all end where it ends.
            int first = Math.Min(start, ends[i] - 1);
            sink.Add(ids[i], new TextSpan(places[first].Start, places[ends[i] - 1].End));
            start = ends[i];
        }

        sink.EndWord();
        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
    }

    private int Spell(ReadOnlySpan<char> word, Span<int> ids, Span<int> ends)
    {
        int count = 0;
        bool unknownBefore = false;
        for (int at = 0; at < word.Length;)
        {
            Rune.DecodeFromUtf16(word[at..], out Rune letter, out int units);
            int id = LetterId(at == 0 ? _letters : _innerLetters, word[at..(at + units)], at > 0);
            at += units;
            if (id < 0 && SpellBytes(letter, at, ids, ends, ref count)) continue;
            bool unknown = id < 0;
            if (unknown && _unknownId < 0) continue;
            if (unknown && unknownBefore && _definition.FusesUnknown) count--;
            ids[count] = unknown ? _unknownId : id;
            ends[count++] = at;
            unknownBefore = unknown;
        }

        return count;
    }

    private bool SpellBytes(Rune letter, int end, Span<int> ids, Span<int> ends, ref int count)
    {
        if (_bytes.Length == 0) return false;
        Span<byte> bytes = stackalloc byte[4];
        bytes = bytes[..letter.EncodeToUtf8(bytes)];
        foreach (byte value in bytes)
        {
            if (_bytes[value] < 0) return false;
        }

        foreach (byte value in bytes)
        {
            ids[count] = _bytes[value];
            ends[count++] = end;
        }

        return true;
    }

    private int LetterId(int[] letters, ReadOnlySpan<char> letter, bool inner)
    {
        if (letter.Length == 1) return LetterId(letters, letter[0]);
        string piece = inner ? string.Concat(_definition.Prefix, letter) : letter.ToString();
        return _ids.TryGetValue(piece, out int id) ? id : -1;
    }

    private static int LetterId(int[] letters, char letter) => letter < letters.Length ? letters[letter] : -1;

    private static int[] LettersOf(Dictionary<string, int> ids, string prefix)
    {
        int[] letters = [];
        foreach ((string piece, int id) in ids)
        {
            if (piece.Length != prefix.Length + 1 || !piece.StartsWith(prefix, StringComparison.Ordinal)) continue;
            int letter = piece[^1], before = letters.Length;
            if (letter >= before)
            {
                Array.Resize(ref letters, Math.Max(letter + 1, 2 * before));
                letters.AsSpan(before).Fill(-1);
            }

            letters[letter] = id;
        }

        return letters;
    }

    private static int[] BytePieces(bool wanted, Dictionary<string, int> ids)
    {
        if (!wanted) return [];
        return [.. Enumerable.Range(0, 256).Select(value =>
            ids.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), -1))];
    }
}
