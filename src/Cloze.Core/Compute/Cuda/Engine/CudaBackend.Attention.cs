namespace Cloze.Compute;

/// <content>Attention: the host cuts the sequences into tiles, the device has a block of threads for each.</content>
internal sealed partial class CudaBackend
{
    private readonly AttentionLauncher _attention;
    private readonly RotaryLauncher _rotary;
    private readonly AttentionTileList _tiles = new();

    /// <inheritdoc/>
    public override bool TakesCandidates
    {
        get => _attention.TakesCandidates;
        set => _attention.TakesCandidates = value;
    }

    /// <inheritdoc/>
    protected override void AttentionCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination)
    {
        (DevicePointer first, DevicePointer tiles) = SendTiles(starts);
        var operands = new AttentionOperands
        {
            QueryKeyValue = Values(queryKeyValue),
            Starts = first,
            Tiles = tiles,
            LogSumExp = Float32(logSumExp),
            Output = Values(destination),
        };
        Turn(operands.QueryKeyValue, operands, pattern, destination.Columns, 1);
        _attention.Forward(
            operands, _tiles, pattern.Heads, destination.Columns / pattern.Heads, dropout, pattern.Window);
    }

    /// <inheritdoc/>
    protected override void AttentionBackwardCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        AttentionPattern pattern,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient,
        Tensor columnSums)
    {
        (DevicePointer first, DevicePointer tiles) = SendTiles(starts);
        var operands = new AttentionOperands
        {
            QueryKeyValue = Values(queryKeyValue),
            Starts = first,
            Tiles = tiles,
            LogSumExp = Float32(logSumExp),
            Output = Values(output),
            OutputGradient = Values(outputGradient),
            QueryKeyValueGradient = Values(queryKeyValueGradient),
            ColumnSums = pattern.Angles.IsNone ? Float32(columnSums) : DevicePointer.None,
        };
        bool isSummed = _attention.Backward(
            operands,
            _tiles,
            output.Rows,
            pattern.Heads,
            output.Columns / pattern.Heads,
            dropout,
            pattern.Window);
        Turn(operands.QueryKeyValueGradient, operands, pattern, output.Columns, -1);
        if (!isSummed) AddColumnSums(queryKeyValueGradient, columnSums);
    }

    // The starts and, behind them, the tiles.
    private (DevicePointer Starts, DevicePointer Tiles) SendTiles(ReadOnlySpan<int> starts)
    {
        _tiles.Build(starts, AttentionLauncher.TileRows);
        _pack.Clear();
        nint first = _pack.Add(starts), tiles = _pack.Add(_tiles.Tiles);
        DevicePointer lists = _lists.Send("tiles", _pack.Values);
        return (lists + first, lists + tiles);
    }

    // Query and key of values [T, 3H], where the pattern has angles.
    private void Turn(
        DevicePointer values, in AttentionOperands operands, AttentionPattern pattern, int hidden, float direction)
    {
        if (pattern.Angles.IsNone) return;
        DevicePointer angles = Float32(pattern.Angles);
        _rotary.Turn(values, operands, _tiles, pattern.Heads, hidden / pattern.Heads, angles, direction);
    }
}
