using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>
/// Copies a strip of an operand into panels [depth, width], where a register tile finds the values of each depth
/// side by side. Units that the matrix does not have become zeros: edges need no kernels of their own.
/// </summary>
internal static unsafe class GemmPacking
{
    /// <summary>panels[p][k, u] = source(unit + p * width + u, start + k), or 0 where there is no such unit.</summary>
    /// <param name="source">The operand.</param>
    /// <param name="unit">First unit of the strip.</param>
    /// <param name="units">Units of the strip; those missing to a multiple of the width become zeros.</param>
    /// <param name="start">First depth.</param>
    /// <param name="depth">Number of depths.</param>
    /// <param name="width">Units of a panel, even.</param>
    /// <param name="panelStride">Floats between panels.</param>
    /// <param name="panels">Destination.</param>
    public static void Pack(
        in GemmOperand source, int unit, int units, int start, int depth, int width, nint panelStride, float* panels)
    {
        float* values = source.At(unit, start);
        if (units % width > 0) new Span<float>(panels + (units / width * panelStride), depth * width).Clear();
        if (source.UnitsAreRows)
        {
            for (; units > 0; units -= width, values += width * source.Stride, panels += panelStride)
            {
                PackRows(values, source.Stride, Math.Min(units, width), depth, width, panels);
            }
        }
        else
        {
            for (int k = 0; k < depth; k++, values += source.Stride, panels += width)
            {
                PackColumns(values, units, width, panelStride, panels);
            }
        }
    }

    private static void PackRows(float* source, nint stride, int units, int depth, int width, float* panel)
    {
        int unit = 0;
        for (; unit <= units - 4; unit += 4) PackFourRows(source + (unit * stride), stride, depth, width, panel + unit);
        for (; unit <= units - 2; unit += 2) PackTwoRows(source + (unit * stride), stride, depth, width, panel + unit);
        if (unit == units) return;
        float* row = source + (unit * stride);
        for (int k = 0; k < depth; k++) panel[((nint)k * width) + unit] = row[k];
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

    // One depth of all panels: the source is read in order, so that the processor fetches it ahead.
    private static void PackColumns(float* source, int units, int width, nint panelStride, float* panel)
    {
        for (; units >= width; units -= width, source += width, panel += panelStride)
        {
            int unit = 0;
            for (; unit <= width - 16; unit += 16) Vector512.Store(Vector512.Load(source + unit), panel + unit);
            for (; unit <= width - 8; unit += 8) Vector256.Store(Vector256.Load(source + unit), panel + unit);
            for (; unit <= width - 4; unit += 4) Vector128.Store(Vector128.Load(source + unit), panel + unit);
            for (; unit < width; unit += 2) (panel[unit], panel[unit + 1]) = (source[unit], source[unit + 1]);
        }

        for (int unit = 0; unit < units; unit++) panel[unit] = source[unit];
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
