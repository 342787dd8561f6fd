namespace Cloze.Compute;

/// <summary>Products that are timed while the device has a <see cref="CudaDevice.Recorder"/>.</summary>
internal sealed class RecordedProducts(IMatrixProducts products, CudaDevice device) : IMatrixProducts
{
    /// <inheritdoc/>
    public void Multiply(in MatrixProduct product)
    {
        LaunchRecorder? recorder = device.Recorder;
        recorder?.Begin();
        products.Multiply(product);
        recorder?.End(NameOf(product), BytesOf(product), product.Flops);
    }

    // Of a layer: its output, its input's gradient, its weight's.
    private static string NameOf(in MatrixProduct p) => p switch
    {
        { TransposesB: true } => FormattableString.Invariant($"forward {p.Rows} x {p.Depth} to {p.Columns}"),
        { TransposesA: true } => FormattableString.Invariant($"dW {p.Rows} x {p.Columns} over {p.Depth}"),
        _ => FormattableString.Invariant($"dX {p.Rows} x {p.Depth} to {p.Columns}"),
    };

    private static double BytesOf(in MatrixProduct p)
    {
        double factors = ((double)p.Rows * p.Depth) + ((double)p.Depth * p.Columns);
        double results = (double)p.Rows * p.Columns * (p.Adds || !p.Addend.IsNone ? 2 : 1);
        return (factors * SizeOf(p.Factors)) + (results * SizeOf(p.Result));
    }

    private static int SizeOf(TensorElement element) =>
        element == TensorElement.BFloat16 ? sizeof(ushort) : sizeof(float);
}
