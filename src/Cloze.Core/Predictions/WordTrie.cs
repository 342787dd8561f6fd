namespace Cloze.Predictions;

/// <summary>
/// Given words of the same number of pieces in a mask's place, each scored as <see cref="BeamSearch"/> scores it.
/// Words that begin alike share the sequences of their beginning.
/// </summary>
internal sealed class WordTrie
{
    private readonly MaskSlot _slot;
    private readonly int[] _types;
    private readonly int _count;
    private readonly int _vocabulary;
    private readonly Node _root = new();

    /// <summary>Takes the words.</summary>
    /// <param name="slot">The mask.</param>
    /// <param name="words">The words, each of the same number of pieces.</param>
    /// <param name="vocabulary">How many pieces the vocabulary has.</param>
    public WordTrie(MaskSlot slot, IReadOnlyList<int[]> words, int vocabulary)
    {
        _slot = slot;
        _count = words[0].Length;
        _vocabulary = vocabulary;
        _types = slot.WidenTypes(_count);
        foreach (int[] word in words) _root.Add(word);
    }

    /// <summary>The sequences that all words need.</summary>
    public IEnumerable<BatchSequence> Sequences() => Sequences(_root, []);

    /// <summary>ln P(word) of one of the words, once the sequences have been run.</summary>
    public double LogProbability(int[] word)
    {
        double sum = 0;
        Node node = _root;
        foreach (int id in word)
        {
            RowPrediction row = node.Sequence!.Predictions[0];
            sum += row.LogProbability(Array.IndexOf(row.Ids, id));
            node = node.Children[id];
        }

        return sum;
    }

    private IEnumerable<BatchSequence> Sequences(Node node, int[] pieces)
    {
        if (pieces.Length == _count) yield break;
        int[] next = [.. node.Children.Keys];
        node.Sequence = new MaskedSequence(
            _slot.Widen(pieces, _count),
            _types,
            [_slot.Position + pieces.Length],
            new Choice(_vocabulary, next, next.Length));
        yield return node.Sequence;
        foreach ((int id, Node child) in node.Children)
        {
            foreach (BatchSequence sequence in Sequences(child, [.. pieces, id])) yield return sequence;
        }
    }

    private sealed class Node
    {
        public SortedDictionary<int, Node> Children { get; } = [];

        public MaskedSequence? Sequence { get; set; }

        public void Add(ReadOnlySpan<int> word)
        {
            if (word.IsEmpty) return;
            if (!Children.TryGetValue(word[0], out Node? child)) Children.Add(word[0], child = new Node());
            child.Add(word[1..]);
        }
    }
}
