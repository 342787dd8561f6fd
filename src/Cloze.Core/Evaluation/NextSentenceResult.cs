namespace Cloze.Evaluation;

/// <summary>The second task on pairs of held-out text: what follows, or which of two comes first.</summary>
/// <param name="Loss">Mean cross entropy over the pairs, in nats.</param>
/// <param name="Accuracy">Share of the pairs told rightly.</param>
/// <param name="Pairs">Their number.</param>
/// <param name="Majority">What always giving the more frequent answer would reach.</param>
/// <param name="PairHash">Names the pairs: results with one hash can be compared.</param>
public sealed record NextSentenceResult(double Loss, double Accuracy, int Pairs, double Majority, string PairHash)
{
    /// <summary>Half the width of the interval that has the accuracy with 95 %.</summary>
    public double Margin => 1.96 * Math.Sqrt(Accuracy * (1 - Accuracy) / Pairs);
}
