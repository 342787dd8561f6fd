using Cloze.Predictions;

namespace Cloze.Inference;

/// <summary>Words of several pieces for one mask: given ones, or searched for.</summary>
internal sealed class MaskCandidates
{
    private readonly List<BeamSearch> _searches = [];
    private readonly List<(WordTrie Trie, int[][] Words)> _tries = [];
    private bool _begun;

    /// <summary>Has words of several pieces searched for.</summary>
    /// <param name="slot">The mask.</param>
    /// <param name="pieces">The pieces of the vocabulary.</param>
    /// <param name="vocabulary">How many there are.</param>
    /// <param name="most">The most pieces of a word.</param>
    /// <param name="width">How many beginnings of words are kept.</param>
    public void Search(MaskSlot slot, PieceKinds pieces, int vocabulary, int most, int width)
    {
        for (int count = 2; count <= most; count++) _searches.Add(slot.Words(count, pieces, vocabulary, width));
    }

    /// <summary>Has given words scored.</summary>
    /// <param name="slot">The mask.</param>
    /// <param name="words">The words, each of two pieces or more.</param>
    /// <param name="vocabulary">How many pieces the vocabulary has.</param>
    public void Score(MaskSlot slot, IEnumerable<int[]> words, int vocabulary)
    {
        foreach (IGrouping<int, int[]> group in words.GroupBy(word => word.Length))
        {
            int[][] alike = [.. group];
            _tries.Add((new WordTrie(slot, alike, vocabulary), alike));
        }
    }

    /// <summary>The sequences to be run next, once those before have been; none at the end.</summary>
    public IEnumerable<BatchSequence> NextRound()
    {
        bool first = !_begun;
        _begun = true;
        return
        [
            .. first ? _tries.SelectMany(given => given.Trie.Sequences()) : [],
            .. _searches.SelectMany(search => search.NextRound()),
        ];
    }

    /// <summary>The words with their scores, once there is no round left.</summary>
    public IEnumerable<WordFill> Words() =>
    [
        .. _tries.SelectMany(given => given.Words.Select(
            word => new WordFill(word, given.Trie.LogProbability(word)))),
        .. _searches.SelectMany(search => search.Best),
    ];
}
