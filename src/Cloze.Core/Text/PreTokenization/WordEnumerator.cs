using System.Text;

namespace Cloze.Text;

/// <summary>
/// The words of a text that the normaliser has been over, as BERT's pre-tokeniser parts them: at white space, and each
/// punctuation mark for itself.
/// </summary>
internal ref struct WordEnumerator(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Where the current word begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the current word ends.</summary>
    public readonly int End => _at;

    /// <summary>The current word.</summary>
    public readonly ReadOnlySpan<char> Current => _text[Start.._at];

    /// <summary>Itself, for <c>foreach</c>.</summary>
    public readonly WordEnumerator GetEnumerator() => this;

    /// <summary>Goes to the next word; false where there is none.</summary>
    public bool MoveNext()
    {
        Start = _at;
        while (_at < _text.Length)
        {
            Rune.DecodeFromUtf16(_text[_at..], out Rune rune, out int length);
            CharacterKind kind = CharacterTable.Plain(rune.Value);
            if (kind != CharacterKind.Word && _at > Start) return true;
            _at += length;
            if (kind == CharacterKind.Isolated) return true;
            if (kind == CharacterKind.Separator) Start = _at;
        }

        return _at > Start;
    }
}
