using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>The optimizer's operations.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly NativeBuffer _squareSums = new();
    private readonly AdamUpdate _update;

    /// <inheritdoc/>
    protected override double SumOfSquaresCore(Tensor tensor)
    {
        int parts = PartsOf(tensor.Count, ValuesPerPart);
        double* sums = (double*)_squareSums.Take(2 * parts);
        var job = new SquareSumJob(tensor, sums);
        _workers.Run(parts, ref job);
        double total = 0;
        for (int part = 0; part < parts; part++) total += sums[part];
        return total;
    }

    /// <inheritdoc/>
    protected override void AdamCore(
        Tensor parameters,
        Tensor gradients,
        Tensor firstMoment,
        Tensor secondMoment,
        ReadOnlySpan<int> edges,
        AdamStep step)
    {
        _update.Begin(parameters, gradients, firstMoment, secondMoment, edges, FactorsOf(step));
        if (_workers.Count == 1) _update.Finish();
        else _workers.RunBeside(_update);
    }

    /// <inheritdoc/>
    protected override void AdamDirectionCore(
        Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamStep step)
    {
        AdamFactors factors = FactorsOf(step) with
        {
            Rate = (float)(1 / step.FirstCorrection),
            Decay = step.WeightDecay,
        };
        var job = new DirectionJob(_kernels, factors, parameters, gradients, firstMoment, secondMoment);
        _workers.Run(PartsOf(parameters.Count, ValuesPerPart), ref job);
    }

    /// <inheritdoc/>
    protected override void CombineCore(float a, Tensor x, float b, Tensor y, Tensor destination)
    {
        var job = new CombineJob(_kernels, a, x, b, y, destination);
        _workers.Run(PartsOf(destination.Count, ValuesPerPart), ref job);
    }

    /// <inheritdoc/>
    public override void Finish() => _update.Finish();

    private static AdamFactors FactorsOf(AdamStep step) => new(
        step.GradientScale,
        (float)step.Beta1,
        (float)(1 - step.Beta1),
        (float)step.Beta2,
        (float)(1 - step.Beta2),
        (float)(step.LearningRate / step.FirstCorrection),
        (float)(1 / step.SecondCorrection),
        step.Epsilon,
        step.LearningRate * step.WeightDecay);

    private readonly struct SquareSumJob(Tensor tensor, double* sums) : IJob
    {
        public void Execute(int part, int worker) =>
            sums[part] = SquareSumKernel.Sum(ValuesOf(tensor, part, ValuesPerPart));
    }

    private readonly struct DirectionJob(
        KernelSet kernels, AdamFactors factors, Tensor parameters, Tensor gradients, Tensor first, Tensor second) : IJob
    {
        public void Execute(int part, int worker) => kernels.AdamDirection(
            factors,
            ValuesOf(gradients, part, ValuesPerPart),
            ValuesOf(parameters, part, ValuesPerPart),
            ValuesOf(first, part, ValuesPerPart),
            ValuesOf(second, part, ValuesPerPart));
    }

    private readonly struct CombineJob(
        KernelSet kernels, float a, Tensor x, float b, Tensor y, Tensor destination) : IJob
    {
        public void Execute(int part, int worker) => kernels.Combine(
            a,
            ValuesOf(x, part, ValuesPerPart),
            b,
            ValuesOf(y, part, ValuesPerPart),
            ValuesOf(destination, part, ValuesPerPart));
    }
}
