using System.Numerics;

namespace Cloze.Kernels;

/// <summary>The sums of a matrix's columns: the gradient of a bias.</summary>
internal static unsafe class ColumnSums
{
    // Rows of a partial sum: keeps the rounding error of long columns small.
    private const int Run = 128;

    /// <summary>Adds each column's sum to <paramref name="sums"/>, in the order of the rows, by runs of 128.</summary>
    public static void Add(float* matrix, int rows, int columns, nint stride, float* sums)
    {
        for (int start = 0; start < rows; start += Run)
        {
            int count = Math.Min(Run, rows - start);
            float* block = matrix + (start * stride);
            int column = 0;
            for (; column <= columns - Vector<float>.Count; column += Vector<float>.Count)
            {
                Vector<float> sum = Vector<float>.Zero;
                for (int row = 0; row < count; row++) sum += Vector.Load(block + (row * stride) + column);
                Vector.Store(Vector.Load(sums + column) + sum, sums + column);
            }

            for (; column < columns; column++)
            {
                float sum = 0;
                for (int row = 0; row < count; row++) sum += block[(row * stride) + column];
                sums[column] += sum;
            }
        }
    }
}
