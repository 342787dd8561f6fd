namespace Cloze.Compute;

/// <summary>What optimizers beside AdamW are made of, of optimizer.cu.</summary>
internal sealed class OptimizerLauncher(ICudaLauncher launcher)
{
    private const string File = "optimizer.cu";

    /// <summary><see cref="Backend.AdamDirection"/> over so many values, float32.</summary>
    public void Direct(
        DevicePointer parameters,
        DevicePointer gradients,
        DevicePointer first,
        DevicePointer second,
        in AdamStep step,
        long count)
    {
        if (count == 0) return;
        bool wide = AreAligned(parameters, gradients, first, second);
        launcher.Launch(File, wide ? "adam_direction" : "adam_direction_narrow", Grid(wide, count), [
            parameters, gradients, first, second,
            step.GradientScale,
            (float)step.Beta1,
            (float)(1 - step.Beta1),
            (float)step.Beta2,
            (float)(1 - step.Beta2),
            (float)(1 / step.FirstCorrection),
            (float)(1 / step.SecondCorrection),
            step.Epsilon,
            step.WeightDecay,
            count]);
    }

    /// <summary>
    /// destination = a x + b factor y, x and destination float32, y float32 or activations; the destination may be x
    /// or y. factor [1], float32, and shadow, the destination as activations, may be none.
    /// </summary>
    public void Combine(
        float a,
        DevicePointer x,
        float b,
        DevicePointer factor,
        DevicePointer y,
        TensorElement elementOfY,
        DevicePointer destination,
        DevicePointer shadow,
        long count)
    {
        if (count == 0) return;
        bool wide = AreAligned(x, y, destination, shadow);
        string kernel = elementOfY == TensorElement.Float32 ? "combine_floats" : "combine_mixed";
        launcher.Launch(File, wide ? kernel : kernel + "_narrow", Grid(wide, count), [
            a, x, b, factor, y, destination, shadow, count]);
    }

    /// <summary>destination, activations, = factor [1] source, float32.</summary>
    public void Scale(DevicePointer source, DevicePointer factor, DevicePointer destination, long count)
    {
        if (count == 0) return;
        launcher.Launch(File, "scale_to_elements", Grid(wide: false, count), [source, factor, destination, count]);
    }

    /// <summary>
    /// factor [1], float32, = the ratio of the lengths whose squares are given, double; 1 where one is 0.
    /// </summary>
    public void RatioOfLengths(DevicePointer values, DevicePointer direction, DevicePointer factor) => launcher.Launch(
        File, "ratio_of_lengths", LaunchShape.Of(1, KernelGrid.Lanes), [values, direction, factor]);

    /// <summary>factor [1], float32, = 1 / (length + least), of its square, double.</summary>
    public void InverseLength(DevicePointer squares, float least, DevicePointer factor) =>
        launcher.Launch(File, "inverse_length", LaunchShape.Of(1, KernelGrid.Lanes), [squares, least, factor]);

    private static LaunchShape Grid(bool wide, long count) => wide
        ? KernelGrid.Values(count)
        : LaunchShape.Of(KernelGrid.Ceiling(count, KernelGrid.Threads), KernelGrid.Threads);

    private static bool AreAligned(DevicePointer a, DevicePointer b, DevicePointer c, DevicePointer d) =>
        a.IsAligned(16) && b.IsAligned(16) && c.IsAligned(16) && d.IsAligned(16);
}
