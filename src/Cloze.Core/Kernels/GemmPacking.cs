using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>
/// Copies a strip of an operand into a panel [depth, width], where a register tile finds the values of each depth
/// side by side. Units that the matrix does not have become zeros: edges need no kernels of their own.
/// </summary>
internal static unsafe class GemmPacking
{
    /// <summary>panel[k, u] = source(unit + u, start + k), or 0 for u >= units.</summary>
    /// <param name="source">The operand.</param>
    /// <param name="unit">First unit of the strip.</param>
    /// <param name="units">Units that exist from there on, at most <paramref name="width"/>.</param>
    /// <param name="start">First depth.</param>
    /// <param name="depth">Number of depths.</param>
    /// <param name="width">Units of a panel.</param>
    /// <param name="panel">Destination.</param>
    public static void Pack(
        in GemmOperand source, int unit, int units, int start, int depth, int width, float* panel)
    {
        float* values = source.At(unit, start);
        if (units < width) new Span<float>(panel, depth * width).Clear();
        if (source.UnitsAreRows) PackRows(values, source.Stride, units, depth, width, panel);
        else PackColumns(values, source.Stride, units, depth, width, panel);
    }

    private static void PackRows(float* source, nint stride, int units, int depth, int width, float* panel)
    {
        int unit = 0;
        for (; unit <= units - 4; unit += 4) PackFourRows(source + (unit * stride), stride, depth, width, panel + unit);
        for (; unit < units; unit++)
        {
            float* row = source + (unit * stride);
            for (int k = 0; k < depth; k++) panel[((nint)k * width) + unit] = row[k];
        }
    }

    private static void PackFourRows(float* source, nint stride, int depth, int width, float* panel)
    {
        float* row0 = source, row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
        int k = 0;
        for (; k <= depth - 4; k += 4)
        {
            Transpose(
                Vector128.Load(row0 + k),
                Vector128.Load(row1 + k),
                Vector128.Load(row2 + k),
                Vector128.Load(row3 + k),
                width,
                panel + ((nint)k * width));
        }

        for (; k < depth; k++)
        {
            Vector128.Store(
                Vector128.Create(row0[k], row1[k], row2[k], row3[k]),
                panel + ((nint)k * width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        Vector128<float> row0,
        Vector128<float> row1,
        Vector128<float> row2,
        Vector128<float> row3,
        nint width,
        float* panel)
    {
        Vector128<float> low02 = Low(row0, row2), high02 = High(row0, row2);
        Vector128<float> low13 = Low(row1, row3), high13 = High(row1, row3);
        Vector128.Store(Low(low02, low13), panel);
        Vector128.Store(High(low02, low13), panel + width);
        Vector128.Store(Low(high02, high13), panel + (2 * width));
        Vector128.Store(High(high02, high13), panel + (3 * width));
    }

    // x0 y0 x1 y1
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> x, Vector128<float> y)
    {
        if (Sse.IsSupported) return Sse.UnpackLow(x, y);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipLow(x, y);
        return Vector128.Create(x[0], y[0], x[1], y[1]);
    }

    // x2 y2 x3 y3
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> x, Vector128<float> y)
    {
        if (Sse.IsSupported) return Sse.UnpackHigh(x, y);
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipHigh(x, y);
        return Vector128.Create(x[2], y[2], x[3], y[3]);
    }

    private static void PackColumns(float* source, nint stride, int units, int depth, int width, float* panel)
    {
        for (int k = 0; k < depth; k++, source += stride, panel += width)
        {
            int unit = 0;
            for (; unit <= units - 8; unit += 8) Vector256.Store(Vector256.Load(source + unit), panel + unit);
            for (; unit <= units - 2; unit += 2) Vector64.Store(Vector64.Load(source + unit), panel + unit);
            if (unit < units) panel[unit] = source[unit];
        }
    }
}
