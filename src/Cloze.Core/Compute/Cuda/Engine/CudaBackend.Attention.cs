namespace Cloze.Compute;

/// <content>Attention: the host cuts the sequences into tiles, the device has a block of threads for each.</content>
internal sealed partial class CudaBackend
{
    private readonly AttentionLauncher _attention;
    private readonly AttentionTileList _tiles = new();

    /// <inheritdoc/>
    protected override void AttentionCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor destination)
    {
        _tiles.Build(starts, AttentionLauncher.TileRows);
        var operands = new AttentionOperands
        {
            QueryKeyValue = Values(queryKeyValue),
            Starts = _lists.Send("starts", starts),
            Tiles = _lists.Send("tiles", _tiles.Tiles),
            LogSumExp = Float32(logSumExp),
            Output = Values(destination),
        };
        _attention.Forward(operands, _tiles, heads, destination.Columns / heads, dropout);
    }

    /// <inheritdoc/>
    protected override void AttentionBackwardCore(
        Tensor queryKeyValue,
        ReadOnlySpan<int> starts,
        int heads,
        Dropout dropout,
        Tensor logSumExp,
        Tensor output,
        Tensor outputGradient,
        Tensor queryKeyValueGradient)
    {
        _tiles.Build(starts, AttentionLauncher.TileRows);
        var operands = new AttentionOperands
        {
            QueryKeyValue = Values(queryKeyValue),
            Starts = _lists.Send("starts", starts),
            Tiles = _lists.Send("tiles", _tiles.Tiles),
            LogSumExp = Float32(logSumExp),
            Output = Values(output),
            OutputGradient = Values(outputGradient),
            QueryKeyValueGradient = Values(queryKeyValueGradient),
        };
        _attention.Backward(operands, _tiles, output.Rows, heads, output.Columns / heads, dropout);
    }
}
