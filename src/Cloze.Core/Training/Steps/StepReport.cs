namespace Cloze.Training;

/// <summary>One optimizer step.</summary>
/// <param name="Position">Where the run stands after the step.</param>
/// <param name="TokensPerSecond">Real tokens a second, over the last seconds of training.</param>
/// <param name="Loss">Mean masked cross entropy of the step's batch, in nats.</param>
/// <param name="SmoothedLoss">The same, averaged over about the last hundred steps.</param>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="GradientNorm">Norm of all gradients before clipping.</param>
/// <param name="Progress">Share of the budget spent, in [0, 1].</param>
/// <param name="SecondsLeft">An estimate of the training time left.</param>
/// <param name="Epochs">How often the corpus was read, the running pass in parts.</param>
public readonly record struct StepReport(
    RunPosition Position,
    double TokensPerSecond,
    double Loss,
    double SmoothedLoss,
    float LearningRate,
    double GradientNorm,
    double Progress,
    double SecondsLeft,
    double Epochs)
{
    /// <summary>The second task, where the objective has one; not part of <see cref="Loss"/>.</summary>
    public NextSentenceReport? NextSentence { get; init; }

    /// <summary>
    /// The norm of the weights' change over their norm; null for most steps, as it is measured about fifty times a run.
    /// </summary>
    public double? UpdateRatio { get; init; }

    /// <summary>Why the step was not applied.</summary>
    internal StepFault Fault { get; init; }
}
