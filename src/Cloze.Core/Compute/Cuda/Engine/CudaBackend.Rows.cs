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
    private readonly RowBuckets[] _tableBuckets = [new(), new(), new()];
    private readonly IndexPack _pack = new();

    /// <inheritdoc/>
    protected override void EmbedCore(TokenRows tokens, EmbeddingTables tables, Tensor destination)
    {
        _pack.Clear();
        nint ids = _pack.Add(tokens.Ids), positions = _pack.Add(tokens.Positions), types = _pack.Add(tokens.Types);
        DevicePointer lists = _lists.Send("tokens", _pack.Values);
        _embedding.Embed(
            lists + ids,
            lists + positions,
            lists + types,
            Float32(tables.Word),
            Float32(tables.Position),
            Float32(tables.TokenType),
            Values(destination),
            destination.Rows,
            destination.Columns);
    }

    /// <inheritdoc/>
    protected override void EmbedBackwardCore(TokenRows tokens, Tensor gradient, EmbeddingTables tableGradients)
    {
        _pack.Clear();
        nint word = Group(0, tokens.Ids, tableGradients.Word);
        nint position = Group(1, tokens.Positions, tableGradients.Position);
        nint type = Group(2, tokens.Types, tableGradients.TokenType);
        DevicePointer lists = _lists.Send("tables", _pack.Values);
        AddToTable(0, lists + word, gradient, tableGradients.Word);
        AddToTable(1, lists + position, gradient, tableGradients.Position);
        AddToTable(2, lists + type, gradient, tableGradients.TokenType);
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

    // Packs a table's order, pieces and folds, and tells where they begin; nothing where there is no table.
    private nint Group(int which, ReadOnlySpan<int> ids, Tensor table)
    {
        if (table.IsNone) return 0;
        RowBuckets buckets = _tableBuckets[which];
        buckets.Build(ids, table.Rows);
        nint start = _pack.Add(buckets.Order);
        _pack.Add(buckets.Pieces);
        _pack.Add(buckets.Folds);
        return start;
    }

    private void AddToTable(int which, DevicePointer order, Tensor gradient, Tensor table)
    {
        if (table.IsNone) return;
        RowBuckets buckets = _tableBuckets[which];
        DevicePointer pieces = order + ((nint)buckets.Order.Length * sizeof(int));
        DevicePointer folds = pieces + ((nint)buckets.Pieces.Length * sizeof(int));
        _embedding.Backward(Values(gradient), order, pieces, folds, buckets, Float32(table), gradient.Columns);
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
