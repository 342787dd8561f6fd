namespace Cloze.Compute;

/// <summary>Reading a matrix row by row where its values are, in place of a copy of the whole.</summary>
internal static class RowReading
{
    /// <summary>
    /// Gives every row of a matrix to a reader, and returns when all are read. A backend in the host's memory hands out
    /// its own values, on all its threads.
    /// </summary>
    /// <param name="backend">Where the matrix is.</param>
    /// <param name="source">The matrix.</param>
    /// <param name="first">The number of its first row.</param>
    /// <param name="reader">Reads the rows.</param>
    public static void ReadRows<TReader>(this Backend backend, Tensor source, int first, TReader reader)
        where TReader : IRowReader
    {
        if (backend is CpuBackend processor)
        {
            processor.ReadRows(source, first, reader);
            return;
        }

        float[] values = new float[checked((int)source.Count)];
        backend.Download(source, values);
        for (int i = 0; i < source.Rows; i++)
        {
            reader.Read(first + i, values.AsSpan(i * source.Columns, source.Columns));
        }
    }
}
