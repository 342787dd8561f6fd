namespace Cloze.Compute;

/// <summary>Dropout, residual and layer normalisation, of norm.cu and norm_backward.cu.</summary>
internal sealed class NormLauncher(ICudaLauncher launcher)
{
    // Of these multiples of a warp's width there are kernels that keep a row in registers.
    private static readonly int[] s_widths = [1, 2, 3, 4, 6, 8];

    private readonly ColumnsLauncher _columns = new(launcher);

    /// <summary><see cref="Backend.AddNorm"/> over [rows, columns].</summary>
    public void AddNorm(in NormOperands o, Dropout dropout, float epsilon, int rows, int columns)
    {
        if (rows == 0) return;
        bool wide = launcher.IsWide(columns, o.Input, o.Residual, o.Gain, o.Bias, o.Sum, o.Destination);
        launcher.Launch("norm.cu", "add_norm_" + Width(wide, columns), KernelGrid.Rows(rows), [
            o.Input, o.Residual, o.Gain, o.Bias, epsilon, o.Sum, o.Statistics, o.Destination, rows, columns,
            dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale]);
    }

    /// <summary><see cref="Backend.AddNormBackward"/> over [rows, columns].</summary>
    public void AddNormBackward(in NormGradientOperands o, Dropout dropout, int rows, int columns)
    {
        if (rows == 0) return;
        bool wide = launcher.IsWide(
            columns, o.Gradient, o.Sum, o.Gain, o.InputGradient, o.ResidualGradient);
        string width = Width(wide, columns);
        if (width == "any")
        {
            SumAny(o, rows, columns);
            Spread(o, width, KernelGrid.Rows(rows), DevicePointer.None, dropout, rows, columns);
            return;
        }

        long blocks = Math.Min(KernelGrid.Ceiling(rows, KernelGrid.Warps), 2L * launcher.Multiprocessors);
        DevicePointer partial = Partial(blocks, columns);
        Spread(o, width, LaunchShape.Of(blocks, KernelGrid.Threads), partial, dropout, rows, columns);
        Fold(o, partial, (int)blocks, columns);
    }

    private void Spread(
        in NormGradientOperands o,
        string width,
        LaunchShape shape,
        DevicePointer partial,
        Dropout dropout,
        int rows,
        int columns) =>
        launcher.Launch("norm_backward.cu", "add_norm_backward_" + width, shape, [
            o.Gradient, o.Sum, o.Statistics, o.Gain, o.InputGradient, o.ResidualGradient, partial, rows, columns,
            o.Adds ? 1 : 0, dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale]);

    // Before the gradient may be overwritten.
    private void SumAny(in NormGradientOperands o, int rows, int columns)
    {
        int chunkRows = launcher.ChunkRows(rows, columns, 1, KernelGrid.FewFills);
        int chunks = (int)KernelGrid.Ceiling(rows, chunkRows);
        DevicePointer partial = Partial(chunks, columns);
        launcher.Launch(
            "norm_backward.cu",
            "norm_sums_any",
            KernelGrid.Strips(columns, 1, chunks),
            [o.Gradient, o.Sum, o.Statistics, rows, columns, chunkRows, partial]);
        Fold(o, partial, chunks, columns);
    }

    private void Fold(in NormGradientOperands o, DevicePointer partial, int count, int columns)
    {
        if (o.BiasGradient.IsNone) _columns.Fold(partial, count, 2 * columns, columns, o.GainGradient);
        else _columns.FoldTwo(partial, count, columns, o.GainGradient, o.BiasGradient);
    }

    private DevicePointer Partial(long count, int columns) =>
        launcher.Scratch(KernelGrid.SumsSlot, (nint)count * 2 * columns * sizeof(float));

    private string Width(bool wide, int columns)
    {
        long warps = KernelGrid.Ceiling(columns, KernelGrid.Lanes * launcher.Wide());
        foreach (int width in s_widths)
        {
            if (wide && warps <= width) return width.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return "any";
    }
}
