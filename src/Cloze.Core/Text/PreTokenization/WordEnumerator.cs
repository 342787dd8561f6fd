using System.Text;

namespace Cloze.Text;

/// <summary>
/// The words of a text that the normaliser has been over, as a pre-tokeniser parts them; BERT's does so at white space,
/// and takes each punctuation mark for itself.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="split">Where words end.</param>
internal ref struct WordEnumerator(ReadOnlySpan<char> text, WordSplit split = WordSplit.Bert)
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
    public bool MoveNext() => split == WordSplit.Bert ? MoveToBertWord() : MoveToRun();

    private bool MoveToBertWord()
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

    // A run of word characters, or of others that are no white space; with one kind of both, all up to white space.
    private bool MoveToRun()
    {
        Start = _at;
        CharacterKind run = CharacterKind.Separator;
        while (_at < _text.Length)
        {
            Rune.DecodeFromUtf16(_text[_at..], out Rune rune, out int length);
            CharacterKind kind = KindInRun(rune);
            if (run != CharacterKind.Separator && kind != run) return true;
            _at += length;
            if (kind == CharacterKind.Separator) Start = _at;
            run = kind;
        }

        return _at > Start;
    }

    private readonly CharacterKind KindInRun(Rune rune)
    {
        if (CharacterTable.Plain(rune.Value) == CharacterKind.Separator) return CharacterKind.Separator;
        bool word = split == WordSplit.WhiteSpace || UnicodeData.IsWord(rune.Value);
        return word ? CharacterKind.Word : CharacterKind.Isolated;
    }
}
