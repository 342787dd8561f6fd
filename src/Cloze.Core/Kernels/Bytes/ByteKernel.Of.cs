using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cloze.Kernels;

/// <summary>Tiles of 4 rows by 16 outputs: eight sums in registers, over all inputs at once.</summary>
/// <param name="name">What it multiplies with, for people.</param>
internal sealed unsafe class ByteKernel<TDot>(string name) : ByteKernel
    where TDot : struct, IByteDot
{
    private const int Tile = 4, Half = 8, GroupBytes = ByteMatrix.Columns * ByteMatrix.Group;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    [MethodImpl(Compiled.AtOnce)]
    public override void Multiply(
        in ByteRows rows, int row, int rowEnd, in ByteMatrix matrix, int panel, in ByteTarget target)
    {
        sbyte* weights = matrix.Values + (panel * matrix.PanelBytes);
        for (; row + Tile <= rowEnd; row += Tile) Four(rows, row, weights, matrix, panel, target);
        for (; row < rowEnd; row++) One(rows, row, weights, matrix, panel, target);
    }

    // Kept whole: every sum is a local, so that it lives in a register throughout the loop.
    [MethodImpl(Compiled.AtOnce)]
    private static void Four(
        in ByteRows rows, int row, sbyte* weights, in ByteMatrix matrix, int panel, in ByteTarget target)
    {
        Vector256<int> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector256<int> c20 = default, c21 = default, c30 = default, c31 = default;
        nint stride = rows.Stride;
        byte* a = rows.Values + (row * stride), a2 = a + (2 * stride);
        for (int group = matrix.Groups; group > 0; group--)
        {
            Vector256<sbyte> b0 = Vector256.Load(weights), b1 = Vector256.Load(weights + (GroupBytes / 2));
            Vector256<byte> x = Vector256.Create(*(int*)a).AsByte();
            c00 = TDot.Add(c00, x, b0);
            c01 = TDot.Add(c01, x, b1);
            x = Vector256.Create(*(int*)(a + stride)).AsByte();
            c10 = TDot.Add(c10, x, b0);
            c11 = TDot.Add(c11, x, b1);
            x = Vector256.Create(*(int*)a2).AsByte();
            c20 = TDot.Add(c20, x, b0);
            c21 = TDot.Add(c21, x, b1);
            x = Vector256.Create(*(int*)(a2 + stride)).AsByte();
            c30 = TDot.Add(c30, x, b0);
            c31 = TDot.Add(c31, x, b1);
            a += ByteMatrix.Group;
            a2 += ByteMatrix.Group;
            weights += GroupBytes;
        }

        Store(c00, c01, rows, row, matrix, panel, target);
        Store(c10, c11, rows, row + 1, matrix, panel, target);
        Store(c20, c21, rows, row + 2, matrix, panel, target);
        Store(c30, c31, rows, row + 3, matrix, panel, target);
    }

    [MethodImpl(Compiled.AtOnce)]
    private static void One(
        in ByteRows rows, int row, sbyte* weights, in ByteMatrix matrix, int panel, in ByteTarget target)
    {
        Vector256<int> c0 = default, c1 = default;
        byte* a = rows.Values + ((nint)row * rows.Stride);
        for (int group = matrix.Groups; group > 0; group--)
        {
            Vector256<byte> x = Vector256.Create(*(int*)a).AsByte();
            c0 = TDot.Add(c0, x, Vector256.Load(weights));
            c1 = TDot.Add(c1, x, Vector256.Load(weights + (GroupBytes / 2)));
            a += ByteMatrix.Group;
            weights += GroupBytes;
        }

        Store(c0, c1, rows, row, matrix, panel, target);
    }

    private static void Store(
        Vector256<int> low,
        Vector256<int> high,
        in ByteRows rows,
        int row,
        in ByteMatrix matrix,
        int panel,
        in ByteTarget target)
    {
        int column = panel * ByteMatrix.Columns, left = matrix.Outputs - column;
        float* values = target.Values + ((nint)row * target.Stride) + column;
        if (left >= ByteMatrix.Columns)
        {
            Value(low, rows, row, matrix, column, target.Bias).Store(values);
            Value(high, rows, row, matrix, column + Half, target.Bias).Store(values + Half);
            return;
        }

        for (int i = 0; i < left; i++)
        {
            int sum = i < Half ? low[i] : high[i - Half];
            float product = (float)(sum - (rows.Zeros[row] * matrix.Sums[column + i]))
                * (rows.Scales[row] * matrix.Scales[column + i]);
            values[i] = target.Bias == null ? product : product + target.Bias[column + i];
        }
    }

    private static Vector256<float> Value(
        Vector256<int> sums, in ByteRows rows, int row, in ByteMatrix matrix, int column, float* bias)
    {
        Vector256<int> zeros = Vector256.Create(rows.Zeros[row]) * Vector256.Load(matrix.Sums + column);
        Vector256<float> scale = Vector256.Create(rows.Scales[row]) * Vector256.Load(matrix.Scales + column);
        Vector256<float> product = Vector256.ConvertToSingle(sums - zeros) * scale;
        return bias == null ? product : product + Vector256.Load(bias + column);
    }
}
