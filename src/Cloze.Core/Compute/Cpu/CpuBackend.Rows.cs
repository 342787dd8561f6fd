using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>Operations that move rows: embeddings, gather and scatter.</content>
internal sealed partial class CpuBackend
{
    // A scatter is split by columns, one cache line at least: rows may repeat, and each sum has one writer and order.
    private const int ColumnsPerPart = 16;

    /// <inheritdoc/>
    protected override unsafe void EmbedCore(TokenRows tokens, EmbeddingTables tables, Tensor destination)
    {
        fixed (int* ids = tokens.Ids, positions = tokens.Positions, types = tokens.Types)
        {
            var job = new EmbedJob(_kernels, ids, positions, types, tables, destination);
            _workers.Run(PartsOf(destination.Rows, RowsPerPart(destination.Columns)), ref job);
        }
    }

    /// <inheritdoc/>
    protected override void EmbedBackwardCore(TokenRows tokens, Tensor gradient, EmbeddingTables tableGradients)
    {
        ScatterAddRowsCore(gradient, tokens.Ids, tableGradients.Word);
        if (!tableGradients.Position.IsNone)
        {
            ScatterAddRowsCore(gradient, tokens.Positions, tableGradients.Position);
        }

        if (!tableGradients.TokenType.IsNone) ScatterAddRowsCore(gradient, tokens.Types, tableGradients.TokenType);
    }

    /// <inheritdoc/>
    protected override unsafe void GatherRowsCore(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        fixed (int* indices = rows)
        {
            var job = new GatherJob(source, indices, rows.Length, destination);
            _workers.Run(PartsOf(rows.Length, RowsPerPart(source.Columns)), ref job);
        }
    }

    /// <inheritdoc/>
    protected override unsafe void ScatterAddRowsCore(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        fixed (int* indices = rows)
        {
            var job = new ScatterJob(_kernels, source, indices, rows.Length, destination);
            _workers.Run(PartsOf(source.Columns, ColumnsPerPart), ref job);
        }
    }

    private readonly unsafe struct EmbedJob(
        KernelSet kernels, int* ids, int* positions, int* types, EmbeddingTables tables, Tensor destination) : IJob
    {
        public void Execute(int part, int worker)
        {
            int size = RowsPerPart(destination.Columns), end = Math.Min(destination.Rows, (part + 1) * size);
            bool all = !tables.Position.IsNone && !tables.TokenType.IsNone;
            for (int row = part * size; row < end; row++)
            {
                if (!all)
                {
                    AddSome(row);
                    continue;
                }

                kernels.AddRows(
                    RowsOf(tables.Word, ids[row], 1),
                    RowsOf(tables.Position, positions[row], 1),
                    RowsOf(tables.TokenType, types[row], 1),
                    RowsOf(destination, row, 1));
            }
        }

        private void AddSome(int row)
        {
            Span<float> sum = RowsOf(destination, row, 1);
            RowsOf(tables.Word, ids[row], 1).CopyTo(sum);
            if (!tables.Position.IsNone) kernels.Accumulate(RowsOf(tables.Position, positions[row], 1), sum);
            if (!tables.TokenType.IsNone) kernels.Accumulate(RowsOf(tables.TokenType, types[row], 1), sum);
        }
    }

    private readonly unsafe struct GatherJob(Tensor source, int* rows, int count, Tensor destination) : IJob
    {
        public void Execute(int part, int worker)
        {
            int size = RowsPerPart(source.Columns), end = Math.Min(count, (part + 1) * size);
            for (int row = part * size; row < end; row++)
            {
                RowsOf(source, rows[row], 1).CopyTo(RowsOf(destination, row, 1));
            }
        }
    }

    private readonly unsafe struct ScatterJob(
        KernelSet kernels, Tensor source, int* rows, int count, Tensor destination) : IJob
    {
        public void Execute(int part, int worker)
        {
            int first = part * ColumnsPerPart, width = Math.Min(ColumnsPerPart, source.Columns - first);
            float* from = HostArena.Pointer(source) + first, to = HostArena.Pointer(destination) + first;
            for (int row = 0; row < count; row++)
            {
                kernels.Accumulate(
                    new ReadOnlySpan<float>(from + ((nint)row * source.Columns), width),
                    new Span<float>(to + ((nint)rows[row] * source.Columns), width));
            }
        }
    }
}
