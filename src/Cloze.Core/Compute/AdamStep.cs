namespace Cloze.Compute;

/// <summary>
/// One step of AdamW (Loshchilov and Hutter 2019): p -= rate * decay * p, then p -= rate * m' / (sqrt(v') + epsilon),
/// where m' and v' are the bias-corrected moments. With <see cref="BiasCorrection"/> off it is the optimizer of the
/// original BERT, p -= rate * (m / (sqrt(v) + epsilon) + decay * p): the update does not depend on the weight, so that
/// decay before it and decay within it are the same sum.
/// </summary>
/// <param name="LearningRate">The step's rate.</param>
/// <param name="Beta1">Decay of the first moment; in double precision, for 1 - 0.999f is off by 1e-5 of itself.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
/// <param name="WeightDecay">Decoupled weight decay; 0 for biases and LayerNorm.</param>
/// <param name="GradientScale">Every gradient is multiplied by it first: clipping by the global norm.</param>
/// <param name="Step">Number of this step, from 1.</param>
internal readonly record struct AdamStep(
    float LearningRate,
    double Beta1,
    double Beta2,
    float Epsilon,
    float WeightDecay,
    float GradientScale,
    int Step)
{
    /// <summary>Whether the moments are divided by 1 - beta^step.</summary>
    public bool BiasCorrection { get; init; } = true;

    /// <summary>What the first moment is divided by.</summary>
    internal double FirstCorrection => BiasCorrection ? 1 - Math.Pow(Beta1, Step) : 1;

    /// <summary>What the second moment is divided by.</summary>
    internal double SecondCorrection => BiasCorrection ? 1 - Math.Pow(Beta2, Step) : 1;
}
