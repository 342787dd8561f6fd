namespace Cloze.Evaluation;

/// <summary>The masked tokens of a set, in its order: what stands there, of what kind, in which sequence.</summary>
internal sealed class MaskedTokens
{
    private readonly List<int> _labels = [];
    private readonly List<PieceKind> _kinds = [];
    private readonly List<int> _ends = [];

    /// <summary>M, their number.</summary>
    public int Count => _labels.Count;

    /// <summary>Goes through a set.</summary>
    /// <exception cref="ClozeException">The set's store is damaged.</exception>
    public static MaskedTokens Of(EvaluationSet set, PieceKindTable kinds)
    {
        var tokens = new MaskedTokens();
        set.ReadMasks((ids, positions, labels) => tokens.Add(ids, positions, labels, kinds));
        return tokens;
    }

    /// <summary>The true piece of a masked token.</summary>
    public int LabelOf(int token) => _labels[token];

    /// <summary>What it is in its text.</summary>
    public PieceKind KindOf(int token) => _kinds[token];

    /// <summary>The first masked token behind those of a sequence.</summary>
    public int EndOf(int sequence) => _ends[sequence];

    private void Add(
        ReadOnlySpan<int> ids, ReadOnlySpan<int> positions, ReadOnlySpan<int> labels, PieceKindTable kinds)
    {
        for (int i = 0; i < positions.Length; i++)
        {
            // The token behind may be masked, too: its true id is then the next label.
            int next = positions[i] + 1;
            bool isMasked = i + 1 < positions.Length && positions[i + 1] == next;
            _labels.Add(labels[i]);
            _kinds.Add(kinds.KindOf(labels[i], isMasked ? labels[i + 1] : ids[next]));
        }

        _ends.Add(_labels.Count);
    }
}
