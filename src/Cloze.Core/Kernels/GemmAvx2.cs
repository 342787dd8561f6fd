using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>
/// The register tile of AVX2, 6 x 16: 12 accumulators, two vectors of B and one broadcast of A in 16 registers.
/// </summary>
internal readonly unsafe struct GemmAvx2 : IGemmKernel
{
    public static int Rows => 6;

    public static int Columns => 16;

    // Kept whole: every accumulator is a local, so that it lives in a register throughout the loop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in GemmTile tile)
    {
        Vector256<float> c000 = default, c001 = default;
        Vector256<float> c010 = default, c011 = default;
        Vector256<float> c020 = default, c021 = default;
        Vector256<float> c030 = default, c031 = default;
        Vector256<float> c040 = default, c041 = default;
        Vector256<float> c050 = default, c051 = default;
        Fetch(tile.C, tile.Stride);
        float* ahead = tile.Ahead, b = tile.B;
        nint row = tile.ARow, row2 = 2 * row, depth = tile.Depth;
        float* a0 = tile.A, a3 = a0 + (3 * row);
        while (depth > 0)
        {
            Sse.Prefetch1(ahead);
            ahead += tile.AheadStep;
            nint left = Math.Max(depth - GemmTile.DepthsPerLine, 0);
            for (; depth > left; depth--)
            {
                Vector256<float> b0 = Vector256.Load(b);
                Vector256<float> b1 = Vector256.Load(b + 8);
                Vector256<float> broadcast = Vector256.Create(*a0);
                c000 = Fma.MultiplyAdd(broadcast, b0, c000);
                c001 = Fma.MultiplyAdd(broadcast, b1, c001);
                broadcast = Vector256.Create(a0[row]);
                c010 = Fma.MultiplyAdd(broadcast, b0, c010);
                c011 = Fma.MultiplyAdd(broadcast, b1, c011);
                broadcast = Vector256.Create(a0[row2]);
                c020 = Fma.MultiplyAdd(broadcast, b0, c020);
                c021 = Fma.MultiplyAdd(broadcast, b1, c021);
                broadcast = Vector256.Create(*a3);
                c030 = Fma.MultiplyAdd(broadcast, b0, c030);
                c031 = Fma.MultiplyAdd(broadcast, b1, c031);
                broadcast = Vector256.Create(a3[row]);
                c040 = Fma.MultiplyAdd(broadcast, b0, c040);
                c041 = Fma.MultiplyAdd(broadcast, b1, c041);
                broadcast = Vector256.Create(a3[row2]);
                c050 = Fma.MultiplyAdd(broadcast, b0, c050);
                c051 = Fma.MultiplyAdd(broadcast, b1, c051);
                a0 += tile.ADepth;
                a3 += tile.ADepth;
                b += tile.BDepth;
            }
        }

        float* addend = tile.Addend, c = tile.C;
        nint addendStride = tile.AddendStride, stride = tile.Stride;
        Store(c000, c001, addend, c);
        Store(c010, c011, addend + addendStride, c + stride);
        Store(c020, c021, addend + (2 * addendStride), c + (2 * stride));
        Store(c030, c031, addend + (3 * addendStride), c + (3 * stride));
        Store(c040, c041, addend + (4 * addendStride), c + (4 * stride));
        Store(c050, c051, addend + (5 * addendStride), c + (5 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> sum0, Vector256<float> sum1, float* addend, float* c)
    {
        Vector256.Store(sum0 + Vector256.Load(addend), c);
        Vector256.Store(sum1 + Vector256.Load(addend + 8), c + 8);
    }

    // The destination is far away as a rule: it is called for now and needed after the last term.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* c, nint stride)
    {
        for (int row = 0; row < Rows; row++, c += stride) Sse.Prefetch0(c);
    }
}
