namespace Cloze.Compute;

/// <content>Rows that are read where they are.</content>
internal sealed partial class CpuBackend
{
    /// <inheritdoc cref="RowReading.ReadRows"/>
    internal void ReadRows<TReader>(Tensor source, int first, TReader reader)
        where TReader : IRowReader
    {
        var job = new ReadJob<TReader>(source, first, reader);
        _workers.Run(source.Rows, ref job);
    }

    private readonly struct ReadJob<TReader>(Tensor source, int first, TReader reader) : IJob
        where TReader : IRowReader
    {
        public void Execute(int part, int worker) => reader.Read(first + part, RowsOf(source, part, 1));
    }
}
