namespace Cloze.Compute;

/// <summary>The optimizer's kernels, of adam.cu. Everything is float32 but the shadow.</summary>
internal sealed class AdamLauncher(ICudaLauncher launcher)
{
    private const string File = "adam.cu";
    private const int BlocksPerMultiprocessor = 8;

    /// <summary>
    /// <see cref="Backend.Adam"/> over so many values; edges int32 in device memory. Shadow, or none, receives the
    /// parameters as activations; gradientScale, or none, is one more factor of every gradient, [1].
    /// </summary>
    public void Step(in AdamOperands o, int edgeCount, in AdamStep step, long count)
    {
        if (count == 0) return;
        launcher.Launch(File, "adam", KernelGrid.Values(count), [
            o.Parameters, o.Gradients, o.FirstMoment, o.SecondMoment, o.Shadow, o.Edges, edgeCount, o.GradientScale,
            step.GradientScale,
            (float)step.Beta1,
            (float)(1 - step.Beta1),
            (float)step.Beta2,
            (float)(1 - step.Beta2),
            (float)(step.LearningRate / step.FirstCorrection),
            (float)(1 / step.SecondCorrection),
            step.Epsilon,
            step.LearningRate * step.WeightDecay,
            count]);
    }

    /// <summary>total [1], double, = the sum of squares of so many values.</summary>
    public void SumOfSquares(DevicePointer values, long count, DevicePointer total)
    {
        long blockValues = KernelGrid.Ceiling(
            KernelGrid.Ceiling(count, BlocksPerMultiprocessor * launcher.Multiprocessors), 1024) * 1024;
        int blocks = count == 0 ? 0 : (int)KernelGrid.Ceiling(count, blockValues);
        DevicePointer partial = launcher.Scratch(KernelGrid.SumsSlot, Math.Max(1, blocks) * sizeof(double));
        if (blocks > 0)
        {
            launcher.Launch(
                File,
                "square_sums",
                LaunchShape.Of(blocks, KernelGrid.Threads),
                [values, count, blockValues, partial]);
        }

        launcher.Launch(File, "square_total", LaunchShape.Of(1, KernelGrid.Threads), [partial, blocks, total]);
    }

    /// <summary>scale [1], float32, = what brings a squared norm [1], double, down to the limit; 1 below it.</summary>
    public void ClipScale(DevicePointer squaredNorm, float limit, DevicePointer scale) =>
        launcher.Launch(File, "clip_scale", LaunchShape.Of(1, KernelGrid.Lanes), [squaredNorm, limit, scale]);
}
