namespace Cloze.Text;

/// <summary>Splits words into the longest pieces, from left to right (Wu et al. 2016, as BERT does it).</summary>
internal sealed class WordPieceModel(IReadOnlyList<string> pieces, string prefix, int unknownId, int maximumCharacters)
{
    private readonly PieceTrie _trie = new(pieces, prefix);

    /// <summary>Appends the piece for a word that cannot be composed.</summary>
    public void AppendUnknown(List<int> ids) => ids.Add(unknownId);

    /// <summary>A word of more code points is unknown.</summary>
    public int MaximumCharacters => maximumCharacters;

    /// <summary>
    /// Appends the pieces of one word, and the length of each if asked. A single unknown piece stands for a word that
    /// is too long, or any part of which is not in the vocabulary.
    /// </summary>
    public void Append(ReadOnlySpan<char> word, List<int> ids, List<int>? lengths = null)
    {
        int before = ids.Count;
        int root = PieceTrie.Beginning;
        bool known = word.Length <= maximumCharacters || CountCharacters(word) <= maximumCharacters;
        for (ReadOnlySpan<char> rest = word; known && rest.Length > 0; root = PieceTrie.Continuation)
        {
            int id = _trie.LongestMatch(root, rest, out int length);
            known = id >= 0;
            ids.Add(id);
            lengths?.Add(length);
            rest = rest[length..];
        }

        if (known) return;
        lengths?.RemoveRange(lengths.Count - (ids.Count - before), ids.Count - before);
        ids.RemoveRange(before, ids.Count - before);
        ids.Add(unknownId);
        lengths?.Add(word.Length);
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
