namespace Cloze.Training;

/// <summary>A step as a run's log has it.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Epoch">How often the corpus was read, the running pass in parts.</param>
/// <param name="Tokens">Tokens read up to it, special tokens included.</param>
/// <param name="Seconds">Training time up to it.</param>
/// <param name="TokensPerSecond">Real tokens a second, over the last seconds of training.</param>
/// <param name="Loss">Mean masked cross entropy of the step's batch, in nats.</param>
/// <param name="SmoothedLoss">The same, averaged over about the last hundred steps.</param>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="GradNorm">Norm of all gradients before clipping.</param>
/// <param name="UpdateRatio">
/// The norm of the weights' change over their norm; null for most steps, as it is measured about fifty times a run.
/// </param>
/// <remarks>A value that is no finite number is null.</remarks>
public sealed record RunStep(
    int Step,
    double Epoch,
    long Tokens,
    double Seconds,
    double? TokensPerSecond,
    double? Loss,
    double? SmoothedLoss,
    double? LearningRate,
    double? GradNorm,
    double? UpdateRatio = null)
{
    /// <summary>
    /// Share of sentence pairs told rightly, averaged over about the last hundred steps; null where the objective has
    /// none.
    /// </summary>
    public double? NextSentenceAccuracy { get; init; }
}
