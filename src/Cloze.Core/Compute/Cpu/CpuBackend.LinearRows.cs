using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>Linear layers some of whose columns are read in some rows only, as the queries of a last layer.</content>
internal sealed unsafe partial class CpuBackend
{
    // More rows than one in so many are not worth the copying.
    private const int FewestTokensPerRow = 2;

    private readonly NativeBuffer _someRows = new();

    /// <inheritdoc/>
    protected override void LinearOfRowsCore(
        Tensor input, Tensor weight, Tensor bias, int columns, ReadOnlySpan<int> rows, Tensor destination)
    {
        if (_bytes is not null || rows.Length * FewestTokensPerRow > input.Rows)
        {
            LinearCore(input, weight, bias, destination, Tensor.None);
            return;
        }

        GemmProduct whole = ForwardProduct(input, weight, bias, destination);
        _matrices.Multiply(From(whole, columns));
        float* from = _someRows.Take((nint)rows.Length * (input.Columns + columns));
        float* product = from + ((nint)rows.Length * input.Columns);
        var gathered = new Span<float>(from, rows.Length * input.Columns);
        for (int i = 0; i < rows.Length; i++)
        {
            RowsOf(input, rows[i], 1).CopyTo(gathered[(i * input.Columns)..]);
        }

        _matrices.Multiply(Until(whole, columns) with
        {
            A = GemmOperand.Rows(from, input.Columns),
            Rows = rows.Length,
            C = product,
            Stride = columns,
        });
        for (int i = 0; i < rows.Length; i++)
        {
            new ReadOnlySpan<float>(product + ((nint)i * columns), columns).CopyTo(RowsOf(destination, rows[i], 1));
        }
    }
}
