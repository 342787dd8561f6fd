using Cloze.Text;

namespace Cloze.Evaluation;

/// <summary>Adds up an evaluation by the frequency and the kind of the masked tokens.</summary>
/// <param name="tokens">The masked tokens of the set that is evaluated.</param>
/// <param name="tenths">How frequent their pieces are.</param>
/// <param name="vocabulary">The pieces.</param>
internal sealed class EvaluationBreakdown(MaskedTokens tokens, FrequencyTenths tenths, Vocabulary vocabulary)
{
    private readonly EvaluationSum[] _tenths = new EvaluationSum[FrequencyTenths.Count];
    private readonly EvaluationSum[] _kinds = new EvaluationSum[Enum.GetValues<PieceKind>().Length];

    /// <summary>How many tokens were taken.</summary>
    public int Done { get; private set; }

    /// <summary>The tenths of frequency that have a masked token, the most frequent first.</summary>
    public IReadOnlyList<EvaluationGroup> ByFrequency =>
    [
        .. Enumerable.Range(0, _tenths.Length).Where(tenth => _tenths[tenth].Count > 0).Select(tenth =>
            _tenths[tenth].ToGroup(FormattableString.Invariant($"{tenth + 1}")) with
            {
                Examples = [.. tenths.ExamplesOf(tenth).Select(id => vocabulary[id])],
            }),
    ];

    /// <summary>The kinds that have a masked token.</summary>
    public IReadOnlyList<EvaluationGroup> ByKind =>
    [
        .. Enum.GetValues<PieceKind>().Where(kind => _kinds[(int)kind].Count > 0).Select(kind =>
            _kinds[(int)kind].ToGroup(PieceKindTable.NameOf(kind))),
    ];

    /// <summary>Takes the scores of the next tokens of the set.</summary>
    public void Add(ReadOnlySpan<float> losses, ReadOnlySpan<int> ranks)
    {
        for (int i = 0; i < losses.Length; i++)
        {
            int token = Done++;
            _tenths[tenths[tokens.LabelOf(token)]].Add(losses[i], ranks[i]);
            _kinds[(int)tokens.KindOf(token)].Add(losses[i], ranks[i]);
        }
    }
}
