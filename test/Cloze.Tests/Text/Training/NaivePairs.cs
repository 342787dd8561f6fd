namespace Cloze.Tests.Text;

/// <summary>Going on with byte pairs as simply as can be: everything is counted anew for each merge.</summary>
/// <param name="pieces">The pieces in the order of their ids.</param>
/// <param name="merges">The merges.</param>
internal sealed class NaivePairs(IReadOnlyList<string> pieces, IReadOnlyList<(string Left, string Right)> merges)
{
    private readonly List<string> _pieces = [.. pieces];
    private readonly List<(string Left, string Right)> _merges = [.. merges];
    private readonly Dictionary<(string Left, string Right), int> _ranks = merges.Index()
        .ToDictionary(merge => merge.Item, merge => merge.Index);

    public IReadOnlyList<string> Pieces => _pieces;

    public IReadOnlyList<(string Left, string Right)> Merges => _merges;

    /// <summary>Learns merges of words in the byte alphabet.</summary>
    public void Learn(IReadOnlyDictionary<string, long> words, int count, long fewest)
    {
        for (int i = 0; i < count; i++)
        {
            var counts = new Dictionary<(string Left, string Right), long>();
            foreach ((string word, long times) in words)
            {
                List<string> cut = Cut(word);
                for (int at = 1; at < cut.Count; at++)
                {
                    (string, string) pair = (cut[at - 1], cut[at]);
                    counts[pair] = counts.GetValueOrDefault(pair) + times;
                }
            }

            var found = counts
                .Where(pair => pair.Value >= fewest && !_pieces.Contains(pair.Key.Left + pair.Key.Right))
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => _pieces.IndexOf(pair.Key.Left))
                .ThenBy(pair => _pieces.IndexOf(pair.Key.Right))
                .Select(pair => pair.Key).ToList();
            if (found.Count == 0) return;
            _ranks.Add(found[0], _merges.Count);
            _merges.Add(found[0]);
            _pieces.Add(found[0].Left + found[0].Right);
        }
    }

    /// <summary>The pieces of a word: the earliest merge again and again, the leftmost pair first.</summary>
    public List<string> Cut(string word)
    {
        List<string> cut = [.. word.Select(letter => letter.ToString())];
        while (true)
        {
            int best = _merges.Count, place = -1;
            for (int at = 1; at < cut.Count; at++)
            {
                if (!_ranks.TryGetValue((cut[at - 1], cut[at]), out int rank) || rank >= best) continue;
                (best, place) = (rank, at - 1);
            }

            if (place < 0) return cut;
            cut[place] += cut[place + 1];
            cut.RemoveAt(place + 1);
        }
    }
}
