namespace Cloze.Compute;

/// <summary>Embeddings and their gradient, of embedding.cu. Tables and their gradients are float32.</summary>
internal sealed class EmbeddingLauncher(ICudaLauncher launcher)
{
    private const string File = "embedding.cu";
    private const int PieceThreads = 128;

    /// <summary>
    /// destination [rows, columns] = word[ids] + position[positions] + type[types]; the numbers are int32 [rows].
    /// Tables of positions and types may be none, and then add nothing.
    /// </summary>
    public void Embed(
        DevicePointer ids,
        DevicePointer positions,
        DevicePointer types,
        DevicePointer word,
        DevicePointer position,
        DevicePointer type,
        DevicePointer destination,
        int rows,
        int columns)
    {
        if (rows == 0) return;
        bool wide = launcher.IsWide(columns, word, position, type, destination);
        launcher.Launch(File, wide ? "embed" : "embed_narrow", KernelGrid.Rows(rows), [
            ids, positions, types, word, position, type, destination, rows, columns]);
    }

    /// <summary>
    /// Adds the rows of gradient [T, columns] to one table's gradient: order, pieces and folds are those of buckets, in
    /// device memory.
    /// </summary>
    public void Backward(
        DevicePointer gradient,
        DevicePointer order,
        DevicePointer pieces,
        DevicePointer folds,
        RowBuckets buckets,
        DevicePointer tableGradient,
        int columns)
    {
        if (buckets.PieceCount == 0) return;
        DevicePointer partial = launcher.Scratch(
            KernelGrid.SumsSlot, (nint)Math.Max(1, buckets.PartialRows) * columns * sizeof(float));
        bool wide = launcher.IsWide(columns, gradient, tableGradient);
        launcher.Launch(
            File,
            wide ? "embed_pieces" : "embed_pieces_narrow",
            LaunchShape.Of(buckets.PieceCount, PieceThreads),
            [gradient, order, pieces, tableGradient, partial, columns]);
        Fold(folds, buckets.FoldCount, partial, tableGradient, columns);
    }

    // The grid's second axis is short: many folds go in several launches.
    private void Fold(DevicePointer folds, int count, DevicePointer partial, DevicePointer tableGradient, int columns)
    {
        const int most = 65535;
        for (int first = 0; first < count; first += most)
        {
            uint blocks = (uint)KernelGrid.Ceiling(columns, KernelGrid.Lanes);
            launcher.Launch(
                File,
                "embed_folds",
                new LaunchShape(blocks, (uint)Math.Min(most, count - first), 1, KernelGrid.Threads, 0),
                [folds + ((nint)first * 3 * sizeof(int)), partial, tableGradient, columns]);
        }
    }
}
