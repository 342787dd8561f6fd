namespace Cloze.Text;

/// <summary>A text on its way through the pre-tokeniser: what it is by now, and where its words are.</summary>
internal sealed class WordList
{
    private List<(int Start, int End)> _words = [];
    private List<(int Start, int End)> _before = [];

    /// <summary>A text that is one word; none where it is empty.</summary>
    public WordList(AlignedText text, int start, int end)
    {
        Text = text;
        Add(start, end);
    }

    /// <summary>The text as it is now.</summary>
    public AlignedText Text { get; private set; }

    /// <summary>The words, rising, none empty.</summary>
    public IReadOnlyList<(int Start, int End)> Words => _words;

    /// <summary>Parts every word into words: what <paramref name="split"/> adds takes its place.</summary>
    public void Split(Action<WordList, int, int> split)
    {
        (_before, _words) = (_words, _before);
        _words.Clear();
        foreach ((int start, int end) in _before) split(this, start, end);
    }

    /// <summary>Adds a word, for <see cref="Split"/>; nothing where it is empty.</summary>
    public void Add(int start, int end)
    {
        if (end > start) _words.Add((start, end));
    }

    /// <summary>Writes every word anew; nothing is left of one that becomes empty.</summary>
    /// <param name="write">Appends what a word becomes.</param>
    public void Rewrite(Action<AlignedText, int, int, AlignedText> write)
    {
        var written = new AlignedText(Text.Characters.Length);
        (_before, _words) = (_words, _before);
        _words.Clear();
        foreach ((int start, int end) in _before)
        {
            int from = written.Characters.Length;
            write(Text, start, end, written);
            Add(from, written.Characters.Length);
        }

        Text = written;
    }
}
