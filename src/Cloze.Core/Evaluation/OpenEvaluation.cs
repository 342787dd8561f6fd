namespace Cloze.Evaluation;

/// <summary>A set of several that are evaluated in the same batches.</summary>
/// <param name="set">The set.</param>
internal sealed class OpenEvaluation(EvaluationSet set)
{
    private EvaluationSum _sum;
    private int _scored;

    /// <summary>The set.</summary>
    public EvaluationSet Set => set;

    /// <summary>Whether all its sequences have been scored.</summary>
    public bool IsDone => _scored == set.SequenceCount;

    /// <summary>Adds a sequence's scores.</summary>
    public void Add(ReadOnlySpan<float> losses, ReadOnlySpan<int> ranks)
    {
        for (int i = 0; i < losses.Length; i++) _sum.Add(losses[i], ranks[i]);
        _scored++;
    }

    /// <exception cref="ClozeException">No token was masked.</exception>
    public EvaluationResult ToResult() => _sum.ToResult(set.MaskHash);
}
