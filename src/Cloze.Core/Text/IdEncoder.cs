using System.Text;

namespace Cloze.Text;

/// <summary>
/// Turns text into ids in one pass over it, without offsets, without a string and without an object a token.
/// </summary>
internal sealed class IdEncoder(CharacterTable table, WordPieceModel model)
{
    /// <summary>
    /// Appends the ids of a part of a text in which no added token stands. Returns false, with nothing appended, where
    /// the order of combining marks must be looked at, which this path does not do.
    /// </summary>
    public bool TryAppend(ReadOnlySpan<char> part, List<int> ids)
    {
        int before = ids.Count;
        int capacity = 2 * (int)Math.Min(model.MaximumCharacters, 4L * part.Length);
        Span<char> buffer = capacity <= 256 ? stackalloc char[256] : new char[capacity];
        var word = new WordBuilder(model, buffer, ids);
        for (int at = 0; at < part.Length; at++)
        {
            int scalar = part[at];
            if (char.IsSurrogate(part[at]))
            {
                Rune.DecodeFromUtf16(part[at..], out Rune rune, out int length);
                scalar = rune.Value;
                at += length - 1;
            }

            int entry = table[scalar];
            CharacterKind kind = CharacterTable.Kind(entry);
            if (kind == CharacterKind.Word)
            {
                word.Add(CharacterTable.Target(entry, scalar));
            }
            else if (!TryAddOther(kind, entry, scalar, ref word))
            {
                ids.RemoveRange(before, ids.Count - before);
                return false;
            }
        }

        word.End();
        return true;
    }

    private bool TryAddOther(CharacterKind kind, int entry, int scalar, ref WordBuilder word)
    {
        switch (kind)
        {
            case CharacterKind.Separator:
                word.End();
                break;
            case CharacterKind.Isolated:
                word.End();
                word.Add(CharacterTable.Target(entry, scalar));
                word.End();
                break;
            case CharacterKind.Sequence:
                AddAll(table.Sequence(entry), ref word);
                break;
            case CharacterKind.Hangul:
                Span<int> jamo = stackalloc int[3];
                AddAll(jamo[..UnicodeData.DecomposeHangul(scalar, jamo)], ref word);
                break;
            case CharacterKind.Reordered:
                return false;
        }

        return true;
    }

    private static void AddAll(scoped ReadOnlySpan<int> scalars, ref WordBuilder word)
    {
        foreach (int scalar in scalars)
        {
            CharacterKind kind = CharacterTable.Plain(scalar);
            if (kind != CharacterKind.Word) word.End();
            if (kind != CharacterKind.Separator) word.Add(scalar);
            if (kind != CharacterKind.Word) word.End();
        }
    }

    // The word being read, up to one character more than a word may have: more would change nothing.
    private ref struct WordBuilder(WordPieceModel model, Span<char> buffer, List<int> ids)
    {
        private readonly Span<char> _buffer = buffer;
        private int _length;
        private int _characters;

        public void Add(int scalar)
        {
            _characters++;
            if (_characters > model.MaximumCharacters) return;
            if (scalar < 0x10000)
            {
                _buffer[_length++] = (char)scalar;
            }
            else
            {
                _length += new Rune(scalar).EncodeToUtf16(_buffer[_length..]);
            }
        }

        public void End()
        {
            if (_characters > model.MaximumCharacters) model.AppendUnknown(ids);
            else if (_characters > 0) model.Append(_buffer[.._length], ids);
            _length = _characters = 0;
        }
    }
}
