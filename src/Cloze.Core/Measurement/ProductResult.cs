namespace Cloze.Measurement;

/// <summary>How fast one product of a linear layer was.</summary>
/// <param name="Layer">Its shape.</param>
/// <param name="Product">Which of the layer's products.</param>
/// <param name="Time">The time of one.</param>
public sealed record ProductResult(LinearLayer Layer, LinearProduct Product, RepeatedTime Time)
{
    /// <summary>Floating-point operations a second, by the median time.</summary>
    public double FlopsPerSecond => Layer.Flops / Time.Median;

    /// <summary>Floating-point operations a second, by the fastest time.</summary>
    public double HighestFlopsPerSecond => Layer.Flops / Time.Fastest;
}
