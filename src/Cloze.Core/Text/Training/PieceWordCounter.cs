using System.Runtime.InteropServices;

namespace Cloze.Text;

/// <summary>
/// Counts the words of documents for one thread, where a tokenizer parts them: those that it writes in several pieces.
/// A word is known by its pieces joined, which is how the tokenizer spells it.
/// </summary>
/// <param name="tokenizer">The tokenizer: byte pairs without a prefix.</param>
/// <param name="table">Gets the counts of all threads.</param>
internal sealed class PieceWordCounter(Tokenizer tokenizer, WordTable table) : IWordCounter
{
    /// <summary>Different words held before they are handed on.</summary>
    private const int EntryLimit = 1 << 17;

    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal);
    private readonly List<char> _spelled = [];

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> document)
    {
        var sink = new PieceWordSink(tokenizer.Vocabulary, _spelled, Count);
        tokenizer.Append(document, ref sink);
    }

    /// <inheritdoc/>
    public void HandOn()
    {
        table.Add(_words);
        _words.Clear();
    }

    private void Count(ReadOnlySpan<char> word)
    {
        var words = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        CollectionsMarshal.GetValueRefOrAddDefault(words, word, out _)++;
        if (_words.Count >= EntryLimit) HandOn();
    }
}
