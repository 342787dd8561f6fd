namespace Cloze.Compute;

/// <summary>Rows moved by their numbers, and dropout of rows, of rows.cu. Numbers are int32 in device memory.</summary>
internal sealed class RowsLauncher(ICudaLauncher launcher)
{
    private const string File = "rows.cu";

    /// <summary>destination [count, columns] = source[rows].</summary>
    public void Gather(DevicePointer source, DevicePointer rows, DevicePointer destination, int count, int columns)
    {
        if (count == 0) return;
        string kernel = Name("gather_rows", columns, source, destination);
        launcher.Launch(File, kernel, KernelGrid.Rows(count), [source, rows, destination, count, columns]);
    }

    /// <summary>destination[rows] += source [count, columns], where no row is named twice.</summary>
    public void ScatterAddDistinct(
        DevicePointer source, DevicePointer rows, DevicePointer destination, int count, int columns)
    {
        if (count == 0) return;
        string kernel = Name("scatter_add_distinct", columns, source, destination);
        launcher.Launch(File, kernel, KernelGrid.Rows(count), [source, rows, destination, count, columns]);
    }

    /// <summary>
    /// destination[rows] += source, rows named any number of times: order and pieces are those of a
    /// <see cref="RowBuckets"/> whose pieces hold all rows of one number.
    /// </summary>
    public void ScatterAdd(
        DevicePointer source,
        DevicePointer order,
        DevicePointer pieces,
        DevicePointer destination,
        int pieceCount,
        int columns)
    {
        if (pieceCount == 0) return;
        string kernel = Name("scatter_add_rows", columns, source, destination);
        launcher.Launch(
            File, kernel, KernelGrid.Rows(pieceCount), [source, order, pieces, destination, pieceCount, columns]);
    }

    /// <summary>
    /// destination [rows, columns] = dropout(input); may be in place. So many rows together lose the same values.
    /// </summary>
    public void ApplyDropout(
        DevicePointer input, Dropout dropout, DevicePointer destination, int rows, int columns, int together = 1)
    {
        if (rows == 0) return;
        launcher.Launch(File, Name("apply_dropout", columns, input, destination), KernelGrid.Rows(rows), [
            input, destination, rows, columns, together,
            dropout.Seed, dropout.Step, dropout.Stream, dropout.Threshold, dropout.KeptScale]);
    }

    private string Name(string kernel, int columns, DevicePointer first, DevicePointer second) =>
        launcher.IsWide(columns, first, second) ? kernel : kernel + "_narrow";
}
