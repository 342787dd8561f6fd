namespace Cloze.Compute;

/// <summary>Sums of columns, of columns.cu: the gradients of biases.</summary>
internal sealed class ColumnsLauncher(ICudaLauncher launcher)
{
    private const string File = "columns.cu";

    /// <summary>
    /// destination [columns], float32, += the column sums of activations [rows, columns], stride values from row to
    /// row.
    /// </summary>
    public void AddSums(DevicePointer values, int rows, int columns, int stride, DevicePointer destination)
    {
        if (rows == 0 || columns == 0) return;
        bool wide = launcher.IsWide(stride, values);
        int perLane = wide ? launcher.Wide() : 1;
        int chunkRows = launcher.ChunkRows(rows, columns, perLane, KernelGrid.FewFills);
        int chunks = (int)KernelGrid.Ceiling(rows, chunkRows);
        DevicePointer partial = launcher.Scratch(KernelGrid.SumsSlot, (nint)chunks * columns * sizeof(float));
        launcher.Launch(
            File,
            wide ? "column_sums" : "column_sums_narrow",
            KernelGrid.Strips(columns, perLane, chunks),
            [values, rows, columns, stride, chunkRows, partial]);
        Fold(partial, chunks, columns, columns, destination);
    }

    /// <summary>
    /// destination [columns] += the sums over count rows of partial sums, stride values apart.
    /// </summary>
    public void Fold(DevicePointer partial, int count, int stride, int columns, DevicePointer destination) =>
        launcher.Launch(
            File,
            "fold_columns",
            Shape(columns, 1),
            [partial, count, (long)stride, columns, destination, DevicePointer.None, 0L]);

    /// <summary>
    /// The same of partial [count, 2, columns] and two destinations.
    /// </summary>
    public void FoldTwo(DevicePointer partial, int count, int columns, DevicePointer first, DevicePointer second) =>
        launcher.Launch(
            File,
            "fold_columns",
            Shape(columns, 2),
            [partial, count, 2L * columns, columns, first, second, (long)columns]);

    private static LaunchShape Shape(int columns, uint destinations) =>
        new((uint)KernelGrid.Ceiling(columns, KernelGrid.Lanes), destinations, 1, KernelGrid.Threads, 0);
}
