namespace Cloze.Text;

/// <summary>Splits words into the longest pieces, from left to right (Wu et al. 2016, as BERT does it).</summary>
internal sealed class WordPieceModel(IReadOnlyList<string> pieces, string prefix, int unknownId, int maximumCharacters)
    : TokenModel
{
    private readonly PieceTrie _trie = new(pieces, prefix);

    /// <summary>A word of more code points is unknown.</summary>
    public int MaximumCharacters => maximumCharacters;

    /// <inheritdoc/>
    public override void Append<TSink>(ReadOnlySpan<char> word, ReadOnlySpan<TextSpan> places, ref TSink sink) =>
        Split(word, places, ref sink);

    /// <summary>
    /// Appends the pieces of one word. A single unknown piece stands for a word that is too long, or any part of which
    /// is not in the vocabulary.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="places">Where each of its units stands in the text.</param>
    /// <param name="sink">Takes the pieces.</param>
    public void Split<TSink>(ReadOnlySpan<char> word, ReadOnlySpan<TextSpan> places, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        (int, int) mark = sink.Mark;
        int root = PieceTrie.Beginning, end;
        bool known = word.Length <= maximumCharacters || CountCharacters(word) <= maximumCharacters;
        for (int start = 0; known && start < word.Length; start = end, root = PieceTrie.Continuation)
        {
            int id = _trie.LongestMatch(root, word[start..], out int length);
            end = start + length;
            known = id >= 0;
            if (known) sink.Add(id, new TextSpan(places[start].Start, places[end - 1].End));
        }

        if (!known)
        {
            sink.GoBack(mark);
            AppendUnknown(places[..word.Length], ref sink);
            return;
        }

        sink.EndWord();
    }

    /// <summary>Appends the unknown piece for a word whose units stand at the places given.</summary>
    public void AppendUnknown<TSink>(ReadOnlySpan<TextSpan> places, ref TSink sink)
        where TSink : struct, ITokenSink, allows ref struct
    {
        sink.Add(unknownId, new TextSpan(places[0].Start, places[^1].End));
        sink.EndWord();
    }

    private static int CountCharacters(ReadOnlySpan<char> word)
    {
        int count = 0;
        foreach (char unit in word)
        {
            if (!char.IsLowSurrogate(unit)) count++;
        }

        return count;
    }
}
