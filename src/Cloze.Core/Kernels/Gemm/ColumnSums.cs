using System.Runtime.Intrinsics;

namespace Cloze.Kernels;

/// <summary>Sums of the columns of some rows: the gradient of a bias.</summary>
internal static unsafe class ColumnSums
{
    private const int Vector = 16;

    // Four chains of additions, to hide what one addition takes.
    private const int Strip = 4 * Vector;

    /// <summary>
    /// sums[j] += sum over rows of source[row, j]. Each sum goes in the order of the rows, then is added.
    /// </summary>
    public static void Add(float* source, nint stride, int rows, int columns, float* sums)
    {
        for (; columns >= Strip; columns -= Strip, source += Strip, sums += Strip) AddStrip(source, stride, rows, sums);
        for (; columns >= Vector; columns -= Vector, source += Vector, sums += Vector)
        {
            Vector512<float> sum = default;
            for (int row = 0; row < rows; row++) sum += Vector512.Load(source + (row * stride));
            Vector512.Store(Vector512.Load(sums) + sum, sums);
        }

        for (; columns > 0; columns--, source++, sums++)
        {
            float sum = 0;
            for (int row = 0; row < rows; row++) sum += source[row * stride];
            *sums += sum;
        }
    }

    private static void AddStrip(float* source, nint stride, int rows, float* sums)
    {
        Vector512<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (; rows > 0; rows--, source += stride)
        {
            sum0 += Vector512.Load(source);
            sum1 += Vector512.Load(source + Vector);
            sum2 += Vector512.Load(source + (2 * Vector));
            sum3 += Vector512.Load(source + (3 * Vector));
        }

        Vector512.Store(Vector512.Load(sums) + sum0, sums);
        Vector512.Store(Vector512.Load(sums + Vector) + sum1, sums + Vector);
        Vector512.Store(Vector512.Load(sums + (2 * Vector)) + sum2, sums + (2 * Vector));
        Vector512.Store(Vector512.Load(sums + (3 * Vector)) + sum3, sums + (3 * Vector));
    }
}
