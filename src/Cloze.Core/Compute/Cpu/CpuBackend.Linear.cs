using Cloze.Kernels;

namespace Cloze.Compute;

/// <content>Linear layers: the three matrix products of each.</content>
internal sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    protected override void LinearCore(
        Tensor input, Tensor weight, Tensor bias, Tensor destination, Tensor addend)
    {
        if (_bytes is not null) _bytes.Multiply(input, weight, bias, destination, default(NoEpilogue));
        else _matrices.Multiply(ForwardProduct(input, weight, bias, destination));
    }

    /// <inheritdoc/>
    protected override void LinearInputGradientCore(Tensor gradient, Tensor weight, bool add, Tensor inputGradient) =>
        _matrices.Multiply(InputGradientProduct(gradient, weight, add, inputGradient));

    /// <inheritdoc/>
    protected override void LinearWeightGradientCore(
        Tensor gradient, Tensor input, Tensor weightGradient, Tensor biasGradient) =>
        _matrices.Multiply(WeightGradientProduct(gradient, input, weightGradient, biasGradient));

    /// <inheritdoc/>
    protected override void LinearBackwardCore(
        Tensor gradient,
        Tensor input,
        Tensor weight,
        bool add,
        Tensor inputGradient,
        Tensor weightGradient,
        Tensor biasGradient) => _matrices.MultiplyBoth(
            InputGradientProduct(gradient, weight, add, inputGradient),
            WeightGradientProduct(gradient, input, weightGradient, biasGradient));

    private GemmProduct ForwardProduct(Tensor input, Tensor weight, Tensor bias, Tensor destination)
    {
        return new GemmProduct
        {
            A = GemmOperand.Rows(HostArena.Pointer(input), input.Columns),
            B = GemmOperand.Rows(HostArena.Pointer(weight), weight.Columns),
            PackedB = _prepacked is null ? null : _prepacked.Find(weight, input.Rows),
            Rows = input.Rows,
            Columns = weight.Rows,
            Depth = input.Columns,
            Addend = bias.IsNone ? null : HostArena.Pointer(bias),
            C = HostArena.Pointer(destination),
            Stride = destination.Columns,
        };
    }

    // The columns of a product from one on.
    private static GemmProduct From(in GemmProduct product, int column)
    {
        bool isPanel = column % GemmPrepacked.Columns == 0;
        return product with
        {
            B = GemmOperand.Rows(product.B.At(column, 0), product.B.Stride),
            PackedB = product.PackedB is null || !isPanel ? null : product.PackedB + ((nint)column * product.Depth),
            Columns = product.Columns - column,
            Addend = product.Addend is null ? null : product.Addend + column,
            C = product.C + column,
        };
    }

    // The columns of a product before one.
    private static GemmProduct Until(in GemmProduct product, int column) => product with
    {
        PackedB = GemmPrepacked.Fits(column) ? product.PackedB : null,
        Columns = column,
    };

    private static GemmProduct InputGradientProduct(Tensor gradient, Tensor weight, bool add, Tensor destination)
    {
        float* sums = HostArena.Pointer(destination);
        return new GemmProduct
        {
            A = GemmOperand.Rows(HostArena.Pointer(gradient), gradient.Columns),
            B = GemmOperand.Columns(HostArena.Pointer(weight), weight.Columns),
            Rows = gradient.Rows,
            Columns = weight.Columns,
            Depth = gradient.Columns,
            Addend = add ? sums : null,
            AddendStride = add ? destination.Columns : 0,
            C = sums,
            Stride = destination.Columns,
        };
    }

    private static GemmProduct WeightGradientProduct(
        Tensor gradient, Tensor input, Tensor weightGradient, Tensor biasGradient)
    {
        float* sums = HostArena.Pointer(weightGradient);
        return new GemmProduct
        {
            A = GemmOperand.Columns(HostArena.Pointer(gradient), gradient.Columns),
            B = GemmOperand.Columns(HostArena.Pointer(input), input.Columns),
            Rows = weightGradient.Rows,
            Columns = weightGradient.Columns,
            Depth = gradient.Rows,
            Addend = sums,
            AddendStride = weightGradient.Columns,
            C = sums,
            Stride = weightGradient.Columns,
            RowSums = biasGradient.IsNone ? null : HostArena.Pointer(biasGradient),
        };
    }
}
