using Cloze.Compute;

namespace Cloze.Measurement;

/// <summary>How fast a whole model was.</summary>
/// <param name="Tokens">Real tokens of the batch: there is no padding.</param>
/// <param name="Flops">Useful floating-point operations of one pass, see <see cref="Models.EncoderFlops"/>.</param>
/// <param name="Time">The time of one pass.</param>
/// <param name="AllocatedBytes">What one pass in the steady state allocates on the managed heap of its thread.</param>
/// <param name="ProcessBytes">Memory of the process while the model is held.</param>
public sealed record WorkloadResult(
    int Tokens, double Flops, RepeatedTime Time, long AllocatedBytes, long ProcessBytes)
{
    /// <summary>The operations of one step, the longest first; empty unless it was asked for.</summary>
    public IReadOnlyList<OperationProfile> Profile { get; init; } = [];

    /// <summary>Real tokens a second, by the median time.</summary>
    public double TokensPerSecond => Tokens / Time.Median;

    /// <summary>Useful floating-point operations a second, by the median time.</summary>
    public double FlopsPerSecond => Flops / Time.Median;
}
