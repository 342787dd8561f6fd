namespace Cloze.Training;

/// <summary>The averaged weights of a run beside its last ones, on everything held out.</summary>
/// <param name="Steps">About how many steps were averaged.</param>
/// <param name="Loss">The loss of the averaged weights, in nats.</param>
/// <param name="LastLoss">The loss of the last weights, in nats.</param>
public sealed record AverageReport(int Steps, double Loss, double LastLoss)
{
    /// <summary>Whether the averaged weights are the model of the run.</summary>
    public bool IsBetter => Loss < LastLoss;
}
