using System.Globalization;
using System.Numerics;

namespace Cloze.Compute;

/// <summary>
/// What the choice of an algorithm for a product depends on. Batches differ by a few tokens from step to step; so the
/// number of tokens counts by its three leading bits only, and an algorithm chosen once serves all of about that size.
/// </summary>
/// <param name="Rows">Rows of the result, or their size class where they are tokens.</param>
/// <param name="Columns">Columns of the result.</param>
/// <param name="Depth">Terms of a sum, or their size class where they are tokens.</param>
/// <param name="Form">Which factor is transposed, what is added, the types.</param>
/// <param name="Strides">The three strides.</param>
/// <param name="Alignment">The power of two, at most 256, that divides every address.</param>
internal readonly record struct ProductShape(
    int Rows, int Columns, int Depth, int Form, (int A, int B, int C) Strides, int Alignment)
{
    private const int MostAlignment = 256;

    /// <summary>The shape of a product.</summary>
    public static ProductShape Of(in MatrixProduct product)
    {
        // Of the forms that a layer has, the weight's gradient sums over tokens; in the others they are rows.
        bool sumsTokens = product.TransposesA;
        return new ProductShape(
            sumsTokens ? product.Rows : SizeClass(product.Rows),
            product.Columns,
            sumsTokens ? SizeClass(product.Depth) : product.Depth,
            FormOf(product),
            (product.StrideA, product.StrideB, product.StrideC),
            AlignmentOf(product));
    }

    /// <summary>The least number of three leading bits that is not below a count.</summary>
    public static int SizeClass(int count)
    {
        int shift = Math.Max(0, BitOperations.Log2((uint)Math.Max(count, 1)) - 2);
        return checked((int)((((long)count + (1L << shift) - 1) >> shift) << shift));
    }

    /// <summary>The shape as one word, by which a chosen algorithm is kept.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows}x{Columns}x{Depth}:{Form}:{Strides.A},{Strides.B},{Strides.C}:{Alignment}");

    private static int FormOf(in MatrixProduct product) =>
        (product.TransposesA ? 1 : 0)
        | (product.TransposesB ? 2 : 0)
        | (product.Adds ? 4 : 0)
        | (product.Bias.IsNone ? 0 : 8)
        | (product.Addend.IsNone ? 0 : 64)
        | (product.Factors == TensorElement.BFloat16 ? 16 : 0)
        | (product.Result == TensorElement.BFloat16 ? 32 : 0);

    private static int AlignmentOf(in MatrixProduct product)
    {
        ulong bits = product.A.Address | product.B.Address | product.C.Address | product.Bias.Address
            | product.Addend.Address | MostAlignment;
        return 1 << BitOperations.TrailingZeroCount(bits);
    }
}
