namespace Cloze.Training;

/// <summary>
/// A model that a run kept because its held-out loss rose again afterwards. Both losses are of the fixed part of the
/// held-out text that is evaluated in the course of a run.
/// </summary>
/// <param name="Model">Its folder.</param>
/// <param name="Step">Optimizer steps it was trained for.</param>
/// <param name="Loss">Its loss, in nats.</param>
/// <param name="LastLoss">The loss at the run's end, in nats.</param>
public sealed record BestModelReport(string Model, int Step, double Loss, double LastLoss);
