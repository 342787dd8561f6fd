using System.Runtime.Intrinsics;
using System.Text;

namespace Cloze.Text;

/// <summary>
/// Turns text of any kind into tokens, one character after another, with one look-up each; for one thread at a time.
/// </summary>
internal sealed class ScalarEncoder(CharacterTable table, WordPieceModel model, WordCache words)
{
    // The word being read, up to one character more than a word may have: more would change nothing.
    private char[] _word = new char[64];
    private TextSpan[] _places = new TextSpan[64];
    private int _length;
    private int _characters;

    /// <summary>
    /// Appends the tokens of a part of a text in which no added token stands. Returns false, with nothing appended,
    /// where the order of combining marks must be looked at, which this path does not do.
    /// </summary>
    /// <param name="part">The part.</param>
    /// <param name="offset">Where it begins in the text.</param>
    /// <param name="sink">Takes the tokens.</param>
    public bool TryAppend<TSink>(ReadOnlySpan<char> part, int offset, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        (int, int) mark = sink.Mark;
        for (int at = 0; at < part.Length;)
        {
            int scalar = part[at], units = 1;
            if (char.IsSurrogate(part[at]))
            {
                Rune.DecodeFromUtf16(part[at..], out Rune rune, out units);
                scalar = rune.Value;
            }

            int entry = table[scalar];
            CharacterKind kind = CharacterTable.Kind(entry);
            var place = new TextSpan(offset + at, offset + at + units);
            at += units;
            if (kind == CharacterKind.Word)
            {
                Add(CharacterTable.Target(entry, scalar), place);
            }
            else if (!TryAddOther(kind, entry, scalar, place, ref sink))
            {
                _length = _characters = 0;
                sink.GoBack(mark);
                return false;
            }
        }

        EndWord(ref sink);
        return true;
    }

    private bool TryAddOther<TSink>(CharacterKind kind, int entry, int scalar, TextSpan place, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        switch (kind)
        {
            case CharacterKind.Separator:
                EndWord(ref sink);
                break;
            case CharacterKind.Isolated:
                EndWord(ref sink);
                Add(CharacterTable.Target(entry, scalar), place);
                EndWord(ref sink);
                break;
            case CharacterKind.Sequence:
                AddAll(table.Sequence(entry), place, ref sink);
                break;
            case CharacterKind.Hangul:
                Span<int> jamo = stackalloc int[3];
                AddAll(jamo[..UnicodeData.DecomposeHangul(scalar, jamo)], place, ref sink);
                break;
            case CharacterKind.Reordered:
                return false;
        }

        return true;
    }

    private void AddAll<TSink>(scoped ReadOnlySpan<int> scalars, TextSpan place, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        foreach (int scalar in scalars)
        {
            CharacterKind kind = CharacterTable.Plain(scalar);
            if (kind != CharacterKind.Word) EndWord(ref sink);
            if (kind != CharacterKind.Separator) Add(scalar, place);
            if (kind != CharacterKind.Word) EndWord(ref sink);
        }
    }

    private void Add(int scalar, TextSpan place)
    {
        if (_characters++ >= model.MaximumCharacters)
        {
            _places[_length - 1] = place;
            return;
        }

        if (_length + 2 > _word.Length)
        {
            Array.Resize(ref _word, 2 * _word.Length);
            Array.Resize(ref _places, _word.Length);
        }

        int units = scalar < 0x10000 ? 1 : 2;
        if (units == 1) _word[_length] = (char)scalar;
        else new Rune(scalar).EncodeToUtf16(_word.AsSpan(_length));
        _places.AsSpan(_length, units).Fill(place);
        _length += units;
    }

    private void EndWord<TSink>(ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        if (_characters == 0) return;
        ReadOnlySpan<TextSpan> places = _places.AsSpan(0, _length);
        if (_characters > model.MaximumCharacters)
        {
            model.AppendUnknown(places, ref sink);
        }
        else if (_length <= WordCache.LongestWideWord
            && words.TryGet(WordCache.WideKey(_word, _length), _length, out Vector128<uint> pieces))
        {
            AppendCached(pieces, places, ref sink);
        }
        else
        {
            model.Split(_word.AsSpan(0, _length), places, ref sink);
        }

        _length = _characters = 0;
    }

    private static void AppendCached<TSink>(Vector128<uint> pieces, ReadOnlySpan<TextSpan> places, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        int count = WordCache.Count(pieces);
        for (int i = 0, start = 0; i < count; i++)
        {
            int end = start + WordCache.Length(pieces, i);
            sink.Add(WordCache.Id(pieces, i), new TextSpan(places[start].Start, places[end - 1].End));
            start = end;
        }

        sink.EndWord();
    }
}
