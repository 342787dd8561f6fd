namespace Cloze.Compute;

/// <summary>Sums of columns, of columns.cu: the gradients of biases.</summary>
internal sealed class ColumnsLauncher(ICudaLauncher launcher)
{
    private const string File = "columns.cu";
    private const int FoldThreads = 1024;

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
            [partial, count, (long)stride, columns, destination, DevicePointer.None, DevicePointer.None]);

    /// <summary>
    /// The same of partial [count, destinations, columns] and two destinations or three; the second may be none.
    /// </summary>
    public void Fold(
        DevicePointer partial,
        int count,
        int columns,
        DevicePointer first,
        DevicePointer second,
        DevicePointer third)
    {
        uint destinations = third.IsNone ? 2u : 3u;
        launcher.Launch(
            File,
            "fold_columns",
            Shape(columns, destinations),
            [partial, count, (long)destinations * columns, columns, first, second, third]);
    }

    private static LaunchShape Shape(int columns, uint destinations) =>
        new((uint)KernelGrid.Ceiling(columns, KernelGrid.Lanes), destinations, 1, FoldThreads, 0);
}
