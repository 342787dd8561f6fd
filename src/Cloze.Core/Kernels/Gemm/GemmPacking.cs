using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>
/// Copies units of an operand into a panel [depth, width], where a register tile finds the values of each depth
/// side by side. Units that the matrix does not have become zeros: edges need no kernels of their own.
/// </summary>
internal static unsafe class GemmPacking
{
    /// <summary>panel[k, u] = source(unit + u, start + k), or 0 where there is no such unit.</summary>
    /// <param name="source">The operand.</param>
    /// <param name="unit">First unit.</param>
    /// <param name="units">Number of units, at most the width.</param>
    /// <param name="start">First depth.</param>
    /// <param name="depth">Number of depths.</param>
    /// <param name="width">Units of the panel, even.</param>
    /// <param name="panel">Destination.</param>
    public static void Pack(
        in GemmOperand source, int unit, int units, int start, int depth, int width, float* panel)
    {
        float* values = source.At(unit, start);
        if (units < width) new Span<float>(panel, depth * width).Clear();
        if (source.UnitsAreRows)
        {
            PackRows(values, source.Stride, units, depth, width, panel);
            return;
        }

        PackColumns(values, source.Stride, units, depth, width, panel);
    }

    /// <summary>target[j * targetStride + i] = source[i * stride + j].</summary>
    public static void Transpose(
        float* source, nint stride, int rows, int columns, nint targetStride, float* target)
    {
        // Few rows of the target at a time: where they are 4 KB apart they share one set of the level-1 cache.
        for (int column = 0; column < columns; column += 8)
        {
            int some = Math.Min(8, columns - column);
            PackRows(source + column, stride, rows, some, targetStride, target + (column * targetStride));
        }
    }

    private static void PackRows(float* source, nint stride, int units, int depth, nint width, float* panel)
    {
        int unit = 0;
        for (; unit <= units - 4; unit += 4) PackFourRows(source + (unit * stride), stride, depth, width, panel + unit);
        for (; unit <= units - 2; unit += 2) PackTwoRows(source + (unit * stride), stride, depth, width, panel + unit);
        if (unit == units) return;
        float* row = source + (unit * stride);
        for (int k = 0; k < depth; k++) panel[(k * width) + unit] = row[k];
    }

    private static void PackFourRows(float* source, nint stride, int depth, nint width, float* panel)
    {
        float* row0 = source, row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
        int k = 0;
        for (; k <= depth - 4; k += 4, panel += 4 * width)
        {
            Vector128<float> values0 = Vector128.Load(row0 + k), values1 = Vector128.Load(row1 + k);
            Vector128<float> values2 = Vector128.Load(row2 + k), values3 = Vector128.Load(row3 + k);
            Vector128<float> low02 = Low(values0, values2), high02 = High(values0, values2);
            Vector128<float> low13 = Low(values1, values3), high13 = High(values1, values3);
            Vector128.Store(Low(low02, low13), panel);
            Vector128.Store(High(low02, low13), panel + width);
            Vector128.Store(Low(high02, high13), panel + (2 * width));
            Vector128.Store(High(high02, high13), panel + (3 * width));
        }

        for (; k < depth; k++, panel += width)
        {
            Vector128.Store(Vector128.Create(row0[k], row1[k], row2[k], row3[k]), panel);
        }
    }

    private static void PackTwoRows(float* source, nint stride, int depth, nint width, float* panel)
    {
        float* row0 = source, row1 = row0 + stride;
        int k = 0;
        for (; k <= depth - 4; k += 4, panel += 4 * width)
        {
            Vector128<float> values0 = Vector128.Load(row0 + k), values1 = Vector128.Load(row1 + k);
            Vector128<float> low = Low(values0, values1), high = High(values0, values1);
            Vector64.Store(low.GetLower(), panel);
            Vector64.Store(low.GetUpper(), panel + width);
            Vector64.Store(high.GetLower(), panel + (2 * width));
            Vector64.Store(high.GetUpper(), panel + (3 * width));
        }

        for (; k < depth; k++, panel += width) (panel[0], panel[1]) = (row0[k], row1[k]);
    }

    private static void PackColumns(float* source, nint stride, int units, int depth, nint width, float* panel)
    {
        int unit = 0;
        for (; unit <= units - 16; unit += 16) PackSixteenColumns(source + unit, stride, depth, width, panel + unit);
        if (unit == units) return;
        if (units - unit == 6)
        {
            PackSixColumns(source + unit, stride, depth, width, panel + unit);
            return;
        }

        int fours = (units - unit) / 4 * 4;
        PackFoursOfColumns(source + unit, stride, fours, depth, width, panel + unit);
        for (unit += fours; unit < units; unit++)
        {
            for (int k = 0; k < depth; k++) panel[(k * width) + unit] = source[(k * stride) + unit];
        }
    }

    [MethodImpl(Compiled.AtOnce)]
    private static void PackSixteenColumns(float* source, nint stride, int depth, nint width, float* panel)
    {
        for (; depth > 0; depth--, source += stride, panel += width)
        {
            Vector256<float> low = Vector256.Load(source), high = Vector256.Load(source + 8);
            Vector256.Store(low, panel);
            Vector256.Store(high, panel + 8);
        }
    }

    [MethodImpl(Compiled.AtOnce)]
    private static void PackFoursOfColumns(
        float* source, nint stride, int columns, int depth, nint width, float* panel)
    {
        for (; depth > 0; depth--, source += stride, panel += width)
        {
            for (int i = 0; i < columns; i += 4) Vector128.Store(Vector128.Load(source + i), panel + i);
        }
    }

    // The rows of the AVX2 tile.
    [MethodImpl(Compiled.AtOnce)]
    private static void PackSixColumns(float* source, nint stride, int depth, nint width, float* panel)
    {
        for (; depth > 0; depth--, source += stride, panel += width)
        {
            Vector128<float> four = Vector128.Load(source);
            Vector64<float> two = Vector64.Load(source + 4);
            Vector128.Store(four, panel);
            Vector64.Store(two, panel + 4);
        }
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
}
