namespace Cloze.Evaluation;

/// <summary>How often a model held the right sentence of minimal pairs likelier.</summary>
/// <param name="Paradigms">The result of each paradigm, in the order they were read.</param>
public sealed record PairEvaluationResult(IReadOnlyList<ParadigmResult> Paradigms)
{
    /// <summary>The number of pairs.</summary>
    public int Pairs => Paradigms.Sum(paradigm => paradigm.Pairs);

    /// <summary>The mean of the paradigms' accuracies, as BLiMP (Warstadt et al. 2020) reports it.</summary>
    public double Accuracy => Paradigms.Average(paradigm => paradigm.Accuracy);

    /// <summary>The same, later pieces of a word masked too (Kauf and Ivanova 2023).</summary>
    public double WithinWordAccuracy => Paradigms.Average(paradigm => paradigm.WithinWordAccuracy);
}
