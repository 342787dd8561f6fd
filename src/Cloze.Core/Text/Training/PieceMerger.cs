using System.Runtime.InteropServices;
using System.Text;

namespace Cloze.Text;

/// <summary>
/// Finds pieces by merging, again and again, the two that stand side by side most often in the words (byte-pair
/// encoding: Sennrich et al. 2016). Of pairs that are equally frequent the one of the older left piece is merged, then
/// of the older right piece, so the result is a function of the counts.
/// </summary>
internal sealed class PieceMerger : IComparer<PieceMerger.Candidate>
{
    private const int MergesPerReport = 256;

    private readonly string _prefix;
    private readonly bool _goesOn;
    private readonly List<string> _pieces;
    private readonly List<(string Left, string Right)> _merges = [];
    private readonly Dictionary<string, int> _ids;
    private readonly List<long> _wordCounts = [];
    private readonly List<int[]> _words = [];
    private readonly Dictionary<Pair, long> _pairCounts = [];
    private readonly Dictionary<Pair, List<int>> _pairWords = [];
    private readonly PriorityQueue<Pair, Candidate> _queue;

    /// <summary>Spells every word in letters and counts their pairs.</summary>
    /// <param name="statistics">The words and letters.</param>
    /// <param name="pieces">The pieces there are already; the letters, plain and prefixed, are among them.</param>
    /// <param name="prefix">What a piece begins with when it continues a word.</param>
    public PieceMerger(WordStatistics statistics, IReadOnlyList<string> pieces, string prefix)
        : this(pieces, prefix, goesOn: false) =>
        Count(statistics.Words.Select(word => (Spell(word.Word), word.Count)));

    /// <summary>
    /// Goes on where earlier merges have ended. Every merge gives a new piece: two pieces whose whole is a piece
    /// already stay side by side, so that no earlier merge finds anything more to do.
    /// </summary>
    /// <param name="words">The words, each in the ids of the pieces that the earlier merges left.</param>
    /// <param name="pieces">The pieces there are already in the order of their ids; empty where an id has none.</param>
    public PieceMerger(IEnumerable<(int[] Ids, long Count)> words, IReadOnlyList<string> pieces)
        : this(pieces, prefix: "", goesOn: true) => Count(words);

    private PieceMerger(IReadOnlyList<string> pieces, string prefix, bool goesOn)
    {
        _prefix = prefix;
        _goesOn = goesOn;
        _pieces = [.. pieces];
        _ids = _pieces.Index().Where(entry => entry.Item.Length > 0)
            .ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        _queue = new PriorityQueue<Pair, Candidate>(this);
    }

    /// <summary>The pieces found so far, in the order they were found.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>The pairs that were merged, in order.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges => _merges;

    /// <summary>Merges until there are so many pieces, or no pair is so frequent.</summary>
    /// <param name="size">How many pieces.</param>
    /// <param name="minimumFrequency">How often a pair stands there at least.</param>
    /// <param name="documents">How many documents the words are of, for the reports.</param>
    /// <param name="progress">Hears from time to time how many pieces there are.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void MergeUpTo(
        int size,
        long minimumFrequency,
        long documents,
        IProgress<WordPieceTrainerProgress>? progress,
        CancellationToken cancellation)
    {
        while (_pieces.Count < size && TryMerge(minimumFrequency))
        {
            cancellation.ThrowIfCancellationRequested();
            if (_pieces.Count % MergesPerReport == 0) progress?.Report(new(documents, _pieces.Count));
        }

        progress?.Report(new(documents, _pieces.Count));
    }

    /// <summary>Merges the most frequent pair; false where none is at least so frequent.</summary>
    private bool TryMerge(long minimumFrequency)
    {
        while (_queue.TryDequeue(out Pair pair, out Candidate candidate))
        {
            long count = _pairCounts.GetValueOrDefault(pair);
            if (count < minimumFrequency || (_goesOn && _ids.ContainsKey(Whole(pair)))) continue;
            if (count == candidate.Count)
            {
                Merge(pair);
                return true;
            }

            // Merges since then have made the pair rarer.
            Enqueue(pair);
        }

        return false;
    }

    /// <summary>Orders the queue: the most frequent pair first, of equal ones that of older pieces.</summary>
    int IComparer<Candidate>.Compare(Candidate left, Candidate right)
    {
        int order = right.Count.CompareTo(left.Count);
        if (order == 0) order = left.Pair.Left.CompareTo(right.Pair.Left);
        return order != 0 ? order : left.Pair.Right.CompareTo(right.Pair.Right);
    }

    private void Count(IEnumerable<(int[] Ids, long Count)> words)
    {
        foreach ((int[] ids, long count) in words)
        {
            int word = _words.Count;
            _words.Add(ids);
            _wordCounts.Add(count);
            AddPairs(word, sign: 1);
            foreach (Pair pair in Pairs(ids)) WordsOf(pair).Add(word);
        }

        foreach (Pair pair in _pairCounts.Keys) Enqueue(pair);
    }

    private string Whole(Pair pair) => _pieces[pair.Left] + _pieces[pair.Right][_prefix.Length..];

    private void Merge(Pair pair)
    {
        int merged = IdOf(Whole(pair));
        _merges.Add((_pieces[pair.Left], _pieces[pair.Right]));
        var grown = new HashSet<Pair>();
        foreach (int word in _pairWords[pair])
        {
            int[] before = _words[word];
            int[] after = Replace(before, pair, merged);
            if (after.Length == before.Length) continue;
            AddPairs(word, sign: -1);
            _words[word] = after;
            AddPairs(word, sign: 1);
            foreach (Pair next in Pairs(after))
            {
                if (next.Left != merged && next.Right != merged) continue;
                WordsOf(next).Add(word);
                grown.Add(next);
            }
        }

        _pairCounts.Remove(pair);
        _pairWords.Remove(pair);
        foreach (Pair next in grown) Enqueue(next);
    }

    private static int[] Replace(int[] word, Pair pair, int merged)
    {
        var replaced = new List<int>(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            bool here = i + 1 < word.Length && word[i] == pair.Left && word[i + 1] == pair.Right;
            replaced.Add(here ? merged : word[i]);
            if (here) i++;
        }

        return [.. replaced];
    }

    private void AddPairs(int word, int sign)
    {
        foreach (Pair pair in Pairs(_words[word]))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_pairCounts, pair, out _) += sign * _wordCounts[word];
        }
    }

    private static IEnumerable<Pair> Pairs(int[] word)
    {
        for (int i = 1; i < word.Length; i++) yield return new Pair(word[i - 1], word[i]);
    }

    private List<int> WordsOf(Pair pair) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_pairWords, pair, out _) ??= [];

    private void Enqueue(Pair pair) => _queue.Enqueue(pair, new Candidate(_pairCounts[pair], pair));

    private int[] Spell(string word)
    {
        var ids = new List<int>(word.Length);
        foreach (Rune letter in word.EnumerateRunes())
        {
            ids.Add(_ids[ids.Count == 0 ? letter.ToString() : _prefix + letter]);
        }

        return [.. ids];
    }

    /// <summary>The id of a piece, a new one where it is new: two pairs may give the same piece.</summary>
    private int IdOf(string piece)
    {
        if (_ids.TryGetValue(piece, out int id)) return id;
        _pieces.Add(piece);
        _ids.Add(piece, _pieces.Count - 1);
        return _pieces.Count - 1;
    }

    /// <summary>Two pieces side by side.</summary>
    internal readonly record struct Pair(int Left, int Right);

    /// <summary>A pair with its count when it was put into the queue.</summary>
    internal readonly record struct Candidate(long Count, Pair Pair);
}
