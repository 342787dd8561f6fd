using Cloze.Evaluation;

namespace Cloze.Training;

/// <summary>One evaluation on held-out text among a run's curves.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean masked cross entropy in nats.</param>
/// <param name="Top1Accuracy">Share of right first guesses.</param>
/// <param name="Top5Accuracy">Share of masks whose true word is among the first five guesses.</param>
/// <param name="IsFinal">Whether everything held out was evaluated; before the end a fixed part is.</param>
internal sealed record CurveTest(int Step, double Loss, double Top1Accuracy, double Top5Accuracy, bool IsFinal)
{
    /// <summary>The second task on held-out pairs; null where the objective has none.</summary>
    public NextSentenceResult? NextSentence { get; init; }
}
