namespace Cloze.Text;

/// <summary>
/// Exact counts of any number of words in bounded memory: when more than a limit of different words have come together,
/// they go to a temporary file, sorted; reading merges the files. Any thread may add.
/// </summary>
/// <param name="limit">How many different words are held in memory.</param>
internal sealed class WordTable(int limit) : IDisposable
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<WordRun> _runs = [];
    private readonly Lock _lock = new();

    /// <summary>Adds to the counts.</summary>
    /// <exception cref="ClozeException">A temporary file cannot be written.</exception>
    public void Add(IEnumerable<KeyValuePair<string, long>> counts)
    {
        lock (_lock)
        {
            foreach ((string word, long count) in counts)
            {
                _counts[word] = _counts.GetValueOrDefault(word) + count;
                if (_counts.Count >= limit) Spill();
            }
        }
    }

    /// <summary>All words with their whole counts, in ordinal order. Nothing may be added meanwhile.</summary>
    public IEnumerable<WordCount> Words()
    {
        var sources = new PriorityQueue<IEnumerator<WordCount>, string>(StringComparer.Ordinal);
        foreach (IEnumerable<WordCount> source in _runs.Select(run => run.Read()).Append(SortedCounts()))
        {
            IEnumerator<WordCount> words = source.GetEnumerator();
            if (words.MoveNext()) sources.Enqueue(words, words.Current.Word);
        }

        while (sources.TryPeek(out IEnumerator<WordCount>? first, out string? word))
        {
            long count = 0;
            while (sources.TryPeek(out first, out string? next) && next == word)
            {
                count += first.Current.Count;
                if (first.MoveNext()) sources.DequeueEnqueue(first, first.Current.Word);
                else sources.Dequeue();
            }

            yield return new WordCount(word, count);
        }
    }

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose()
    {
        foreach (WordRun run in _runs) run.Dispose();
    }

    private void Spill()
    {
        _runs.Add(WordRun.Write(SortedCounts()));
        _counts.Clear();
    }

    private WordCount[] SortedCounts()
    {
        WordCount[] sorted = [.. _counts.Select(entry => new WordCount(entry.Key, entry.Value))];
        Array.Sort(sorted, WordCount.CompareByWord);
        return sorted;
    }
}
