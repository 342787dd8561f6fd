using System.Runtime.InteropServices;
using System.Text;

namespace Cloze.Text;

/// <summary>What the merges start from: the words to learn from and the letters of all words.</summary>
/// <param name="Words">The most frequent words that are made of the alphabet's letters, in ordinal order.</param>
/// <param name="Letters">The alphabet in the order of code points.</param>
/// <param name="InnerLetters">Those letters that occur other than at a word's beginning, in the same order.</param>
internal sealed record WordStatistics(
    IReadOnlyList<WordCount> Words, IReadOnlyList<string> Letters, IReadOnlyList<string> InnerLetters)
{
    /// <summary>Goes through all words once, in bounded memory.</summary>
    /// <param name="words">All words with their counts.</param>
    /// <param name="wordLimit">How many words to keep.</param>
    /// <param name="alphabetLimit">How many letters to keep.</param>
    public static WordStatistics Of(IEnumerable<WordCount> words, int wordLimit, int alphabetLimit)
    {
        var letters = new Dictionary<Rune, long>();
        var innerLetters = new HashSet<Rune>();
        var kept = new List<WordCount>();
        foreach (WordCount word in words)
        {
            bool first = true;
            foreach (Rune letter in word.Word.EnumerateRunes())
            {
                CollectionsMarshal.GetValueRefOrAddDefault(letters, letter, out _) += word.Count;
                if (!first) innerLetters.Add(letter);
                first = false;
            }

            kept.Add(word);
            if (kept.Count >= 2L * wordLimit) KeepMostFrequent(kept, wordLimit);
        }

        KeepMostFrequent(kept, wordLimit);
        List<Rune> alphabet = [.. letters
            .OrderByDescending(letter => letter.Value).ThenBy(letter => letter.Key)
            .Take(alphabetLimit).Select(letter => letter.Key).Order()];
        return new WordStatistics(
            Spelled(kept, alphabet),
            [.. alphabet.Select(letter => letter.ToString())],
            [.. alphabet.Where(innerLetters.Contains).Select(letter => letter.ToString())]);
    }

    private static void KeepMostFrequent(List<WordCount> words, int limit)
    {
        if (words.Count <= limit) return;
        words.Sort(WordCount.CompareByCount);
        words.RemoveRange(limit, words.Count - limit);
    }

    private static List<WordCount> Spelled(List<WordCount> words, List<Rune> alphabet)
    {
        var known = alphabet.ToHashSet();
        words.RemoveAll(word => word.Word.EnumerateRunes().Any(letter => !known.Contains(letter)));
        words.Sort(WordCount.CompareByWord);
        return words;
    }
}
