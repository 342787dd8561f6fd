using Cloze.Compute;

namespace Cloze.Tests.Compute.Cuda;

/// <summary>Matrix products where the device's memory is the host's: plain sums in double precision.</summary>
internal sealed unsafe class HostProducts : IMatrixProducts
{
    /// <summary>Every product, in order.</summary>
    public List<MatrixProduct> Products { get; } = [];

    public void Multiply(in MatrixProduct product)
    {
        Products.Add(product);
        if (product.IsEmpty) return;
        for (int row = 0; row < product.Rows; row++)
        {
            for (int column = 0; column < product.Columns; column++) Set(product, row, column);
        }
    }

    private static void Set(in MatrixProduct p, int row, int column)
    {
        double sum = p.Bias.IsNone ? 0 : Read(p.Bias, column, p.Result);
        for (int k = 0; k < p.Depth; k++)
        {
            nint a = p.TransposesA ? ((nint)k * p.StrideA) + row : ((nint)row * p.StrideA) + k;
            nint b = p.TransposesB ? ((nint)column * p.StrideB) + k : ((nint)k * p.StrideB) + column;
            sum += (double)Read(p.A, a, p.Factors) * Read(p.B, b, p.Factors);
        }

        nint place = ((nint)row * p.StrideC) + column;
        if (p.Adds) sum += Read(p.C, place, p.Result);
        if (!p.Addend.IsNone) sum += Read(p.Addend, place, p.Result);
        if (p.Result == TensorElement.Float32) ((float*)p.C.Address)[place] = (float)sum;
        else ((ushort*)p.C.Address)[place] = Halves.Narrow((float)sum);
    }

    private static float Read(DevicePointer matrix, nint place, TensorElement element) =>
        element == TensorElement.Float32
            ? ((float*)matrix.Address)[place]
            : Halves.Widen(((ushort*)matrix.Address)[place]);
}
