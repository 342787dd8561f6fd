namespace Cloze.Compute;

/// <summary>
/// Products by a kernel of Cloze's own, of product.cu, where cuBLASLt is missing: right, on the matrix units for
/// bfloat16, and several times slower.
/// </summary>
internal sealed class KernelProducts(ICudaLauncher launcher) : IMatrixProducts
{
    private const int Side = 64;
    private const int Terms = 32;
    private const int Threads = 128;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The factors are not what the kernels are compiled for.</exception>
    public void Multiply(in MatrixProduct product)
    {
        if (product.IsEmpty) return;
        TensorElement element = launcher.ElementSize == sizeof(ushort) ? TensorElement.BFloat16 : TensorElement.Float32;
        if (product.Factors != element)
        {
            throw new ArgumentException($"The factors are {product.Factors}, expected {element}.");
        }

        long blocks = KernelGrid.Ceiling(product.Rows, Side) * KernelGrid.Ceiling(product.Columns, Side);
        launcher.Launch(
            "product.cu",
            product.Result == TensorElement.Float32 ? "product_floats" : "product_elements",
            LaunchShape.Of(blocks, Threads, 2 * Side * Terms * launcher.ElementSize),
            [
                product.A, product.B, product.Bias, product.Addend, product.C,
                product.Rows, product.Columns, product.Depth,
                product.StrideA, product.StrideB, product.StrideC,
                product.TransposesA ? 1 : 0, product.TransposesB ? 1 : 0, product.Adds ? 1 : 0,
            ]);
    }
}
