using System.Runtime.InteropServices;

namespace Cloze.Text;

/// <summary>
/// Counts GPT-2's words of documents for one thread, spelled in <see cref="ByteAlphabet"/>; each different one is
/// spelled once.
/// </summary>
/// <param name="table">Gets the counts of all threads.</param>
internal sealed class ByteWordCounter(WordTable table) : IWordCounter
{
    /// <summary>Longer words, of no spaces nor signs, count for nothing: no piece of theirs recurs.</summary>
    public const int LongestWord = 100;

    /// <summary>Different words held before they are handed on.</summary>
    private const int EntryLimit = 1 << 17;

    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> document)
    {
        var words = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int at = 0, end; at < document.Length; at = end)
        {
            end = ByteLevelScanner.End(document, at);
            if (end - at > LongestWord) continue;
            CollectionsMarshal.GetValueRefOrAddDefault(words, document[at..end], out _)++;
            if (_words.Count >= EntryLimit) HandOn();
        }
    }

    /// <inheritdoc/>
    public void HandOn()
    {
        table.Add(_words.Select(entry => KeyValuePair.Create(Spell(entry.Key), entry.Value)));
        _words.Clear();
    }

    private static string Spell(string word)
    {
        Span<char> spelled = stackalloc char[ByteAlphabet.MostPerUnit * LongestWord];
        return spelled[..ByteAlphabet.Spell(word, spelled)].ToString();
    }
}
