namespace Cloze.Evaluation;

/// <summary>How well one sort of masked tokens is predicted.</summary>
/// <param name="Name">
/// The sort: "1" for the most frequent tenth to "10" for the rarest, or the name of a <see cref="PieceKind"/>.
/// </param>
/// <param name="MaskedTokens">Masked tokens of the sort.</param>
/// <param name="Loss">Their mean cross entropy, in nats.</param>
/// <param name="Top1Accuracy">Share of them whose true piece comes first.</param>
/// <param name="Top5Accuracy">Share of them whose true piece is among the first five.</param>
public sealed record EvaluationGroup(
    string Name, int MaskedTokens, double Loss, double Top1Accuracy, double Top5Accuracy)
{
    /// <summary>Some frequent pieces of the sort, to have an idea of it; empty where there is no need.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
