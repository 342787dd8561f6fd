using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Cloze.Text;

/// <summary>
/// Counts the words of documents for one thread. What stands between plain spaces is counted as it is first, and only
/// different ones go through the normaliser: it looks at no character beyond a space.
/// </summary>
/// <param name="table">Gets the counts of all threads.</param>
/// <param name="options">How text is made words.</param>
internal sealed class WordCounter(WordTable table, TokenizerOptions options) : IWordCounter
{
    /// <summary>Different entries held before they are handed on.</summary>
    private const int EntryLimit = 1 << 17;

    /// <summary>Longer stretches without a space, such as of Chinese, hardly recur.</summary>
    private const int LongestStretch = 64;

    private static readonly SearchValues<char> s_spaces = SearchValues.Create(" \t\r\n");
    private readonly Normalizer _normalizer = new(options);
    private readonly Dictionary<string, long> _stretches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> document)
    {
        var stretches = _stretches.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (Range range in document.SplitAny(s_spaces))
        {
            ReadOnlySpan<char> stretch = document[range];
            if (stretch.IsEmpty) continue;
            if (stretch.Length > LongestStretch) CountWords(stretch, 1);
            else CollectionsMarshal.GetValueRefOrAddDefault(stretches, stretch, out _)++;
            if (Math.Max(_stretches.Count, _words.Count) >= EntryLimit) HandOn();
        }
    }

    /// <inheritdoc/>
    public void HandOn()
    {
        foreach ((string stretch, long count) in _stretches) CountWords(stretch, count);
        _stretches.Clear();
        table.Add(_words);
        _words.Clear();
    }

    private void CountWords(ReadOnlySpan<char> stretch, long count)
    {
        var words = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (ReadOnlySpan<char> word in new WordEnumerator(_normalizer.Normalize(stretch, 0).Characters))
        {
            if (IsTooLong(word)) continue;
            CollectionsMarshal.GetValueRefOrAddDefault(words, word, out _) += count;
        }
    }

    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= options.MaximumCharactersPerWord) return false;
        int characters = 0;
        foreach (Rune _ in word.EnumerateRunes()) characters++;
        return characters > options.MaximumCharactersPerWord;
    }
}
