using Cloze.Kernels;
using Xunit;

namespace Cloze.Tests.Kernels;

public sealed unsafe class GemmPackingTests
{
    private const int Stride = 75;

    private static readonly float[] _matrix = [.. Enumerable.Range(1, Stride * Stride).Select(i => (float)i)];

    // The rows and columns of every path's tile.
    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(32)]
    public void APanelHoldsTheUnitsOfEachDepthAndZerosBeside(int width)
    {
        for (int units = 1; units <= width; units++)
        {
            foreach (int depth in new[] { 1, 4, 7, 32 })
            {
                Check(width, units, depth, unitsAreRows: true);
                Check(width, units, depth, unitsAreRows: false);
            }
        }
    }

    private static void Check(int width, int units, int depth, bool unitsAreRows)
    {
        const int unit = 3, start = 2, guard = -1;
        float[] panel = new float[(width * depth) + 1];
        Array.Fill(panel, guard);
        fixed (float* values = _matrix, packed = panel)
        {
            var operand = new GemmOperand((nint)values, Stride, unitsAreRows);
            GemmPacking.Pack(operand, unit, units, start, depth, width, packed);
        }

        for (int k = 0; k < depth; k++)
        {
            for (int u = 0; u < width; u++)
            {
                (int row, int column) = unitsAreRows ? (unit + u, start + k) : (start + k, unit + u);
                Assert.Equal(u < units ? _matrix[(row * Stride) + column] : 0, panel[(k * width) + u]);
            }
        }

        Assert.Equal(guard, panel[^1]);
    }
}
