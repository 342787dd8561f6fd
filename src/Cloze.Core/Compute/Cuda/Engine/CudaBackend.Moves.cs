namespace Cloze.Compute;

/// <content>
/// What optimizers beside AdamW do: norms stay on the device, and nothing waits for them. Parameters keep their shadow.
/// </content>
internal sealed partial class CudaBackend
{
    // Two squared norms, then a factor.
    private const int FactorOffset = 2 * sizeof(double);
    private const int FactorBytes = FactorOffset + sizeof(float);

    private readonly OptimizerLauncher _optimizer;

    /// <inheritdoc/>
    protected override void AdamDirectionCore(
        Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamStep step) =>
        _optimizer.Direct(
            Float32(parameters),
            Float32(gradients),
            Float32(firstMoment),
            Float32(secondMoment),
            step,
            parameters.Count);

    /// <inheritdoc/>
    protected override void CombineCore(float a, Tensor x, float b, Tensor y, Tensor destination)
    {
        if (destination.Element == TensorElement.Float32) Combine(a, x, b, DevicePointer.None, y, destination);
        else _copy.Combine(a, Values(x), b, Values(y), Values(destination), destination.Count);
    }

    /// <inheritdoc/>
    protected override void MoveByRatioCore(Tensor direction, float rate, Tensor parameters)
    {
        DevicePointer place = _sum.Take(FactorBytes), factor = place + FactorOffset;
        _adam.SumOfSquares(Float32(parameters), parameters.Count, place);
        _adam.SumOfSquares(Float32(direction), direction.Count, place + sizeof(double));
        _optimizer.RatioOfLengths(place, place + sizeof(double), factor);
        Combine(1, parameters, -rate, factor, direction, parameters);
    }

    /// <inheritdoc/>
    protected override void NormalizeCore(Tensor source, double least, Tensor destination)
    {
        DevicePointer place = _sum.Take(FactorBytes), factor = place + FactorOffset;
        _adam.SumOfSquares(Float32(source), source.Count, place);
        _optimizer.InverseLength(place, (float)least, factor);
        _optimizer.Scale(Float32(source), factor, Values(destination), source.Count);
    }

    // destination = a x + b factor y, of float32 values but y.
    private void Combine(float a, Tensor x, float b, DevicePointer factor, Tensor y, Tensor destination) =>
        _optimizer.Combine(
            a,
            Float32(x),
            b,
            factor,
            CudaArena.Pointer(y),
            y.Element,
            Float32(destination),
            CudaArena.Of(destination).HasShadow ? CudaArena.Shadow(destination) : DevicePointer.None,
            destination.Count);
}
