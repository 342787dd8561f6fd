namespace Cloze.Compute;

/// <content>
/// Operations that move rows: embeddings, gather and scatter. Rows that are named more than once are grouped by the
/// host, so that every sum has one writer and one order.
/// </content>
internal sealed partial class CudaBackend
{
    private readonly RowsLauncher _rows;
    private readonly EmbeddingLauncher _embedding;
    private readonly RowBuckets _buckets = new();

    /// <inheritdoc/>
    protected override void EmbedCore(TokenRows tokens, EmbeddingTables tables, Tensor destination) =>
        _embedding.Embed(
            _lists.Send("ids", tokens.Ids),
            _lists.Send("positions", tokens.Positions),
            _lists.Send("types", tokens.Types),
            Float32(tables.Word),
            Float32(tables.Position),
            Float32(tables.TokenType),
            Values(destination),
            destination.Rows,
            destination.Columns);

    /// <inheritdoc/>
    protected override void EmbedBackwardCore(TokenRows tokens, Tensor gradient, EmbeddingTables tableGradients)
    {
        AddToTable(tokens.Ids, gradient, tableGradients.Word);
        if (!tableGradients.Position.IsNone) AddToTable(tokens.Positions, gradient, tableGradients.Position);
        if (!tableGradients.TokenType.IsNone) AddToTable(tokens.Types, gradient, tableGradients.TokenType);
    }

    /// <inheritdoc/>
    protected override void GatherRowsCore(Tensor source, ReadOnlySpan<int> rows, Tensor destination) => _rows.Gather(
        Values(source), _lists.Send("rows", rows), Values(destination), rows.Length, source.Columns);

    /// <inheritdoc/>
    protected override void ScatterAddRowsCore(Tensor source, ReadOnlySpan<int> rows, Tensor destination)
    {
        if (AreRising(rows))
        {
            _rows.ScatterAddDistinct(
                Values(source), _lists.Send("rows", rows), Values(destination), rows.Length, source.Columns);
            return;
        }

        _buckets.Build(rows, destination.Rows, int.MaxValue);
        _rows.ScatterAdd(
            Values(source),
            _lists.Send("order", _buckets.Order),
            _lists.Send("pieces", _buckets.Pieces),
            Values(destination),
            _buckets.PieceCount,
            source.Columns);
    }

    private void AddToTable(ReadOnlySpan<int> ids, Tensor gradient, Tensor table)
    {
        _buckets.Build(ids, table.Rows);
        _embedding.Backward(
            Values(gradient),
            _lists.Send("order", _buckets.Order),
            _lists.Send("pieces", _buckets.Pieces),
            _lists.Send("folds", _buckets.Folds),
            _buckets,
            Float32(table),
            gradient.Columns);
    }

    // Masked rows rise, and so no row is named twice.
    private static bool AreRising(ReadOnlySpan<int> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i] <= rows[i - 1]) return false;
        }

        return true;
    }
}
