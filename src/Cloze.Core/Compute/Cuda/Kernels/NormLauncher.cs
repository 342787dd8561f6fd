namespace Cloze.Compute;

/// <summary>Dropout, residual and layer normalisation, of norm.cu and norm_backward.cu.</summary>
internal sealed class NormLauncher(ICudaLauncher launcher)
{
    // Of these multiples of a warp's width there are kernels that keep a row in registers.
    private static readonly int[] s_widths = [1, 2, 3, 4, 6, 8];

    // In these there are registers left for one more sum of each column.
    private static readonly string[] s_summing = ["1", "2", "3", "4"];

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
        bool sums = !o.ColumnSums.IsNone && s_summing.Contains(width);
        if (width == "any")
        {
            SumAny(o, rows, columns);
            Spread(o, width, KernelGrid.Rows(rows), DevicePointer.None, dropout, rows, columns);
        }
        else
        {
            long blocks = Math.Min(KernelGrid.Ceiling(rows, KernelGrid.Warps), 2L * launcher.Multiprocessors);
            DevicePointer partial = Partial(blocks, columns, sums ? 3 : 2);
            string form = sums ? $"{width}_sums" : width;
            Spread(o, form, LaunchShape.Of(blocks, KernelGrid.Threads), partial, dropout, rows, columns);
            DevicePointer third = sums ? o.ColumnSums : DevicePointer.None;
            _columns.Fold(partial, (int)blocks, columns, o.GainGradient, o.BiasGradient, third);
        }

        if (sums || o.ColumnSums.IsNone) return;
        DevicePointer summed = o.InputGradient.IsNone ? o.ResidualGradient : o.InputGradient;
        _columns.AddSums(summed, rows, columns, columns, o.ColumnSums);
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
        DevicePointer partial = Partial(chunks, columns, 2);
        launcher.Launch(
            "norm_backward.cu",
            "norm_sums_any",
            KernelGrid.Strips(columns, 1, chunks),
            [o.Gradient, o.Sum, o.Statistics, rows, columns, chunkRows, partial]);
        _columns.Fold(partial, chunks, columns, o.GainGradient, o.BiasGradient, DevicePointer.None);
    }

    private DevicePointer Partial(long count, int columns, int sums) =>
        launcher.Scratch(KernelGrid.SumsSlot, (nint)count * sums * columns * sizeof(float));

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
