using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>The register tile of 128-bit vectors, 8 x 12: 24 accumulators for the 32 registers of Arm64.</summary>
internal readonly unsafe struct GemmPortable : IGemmKernel
{
    public static int Rows => 8;

    public static int Columns => 12;

    public static int NarrowColumns => 4;

    public static int NarrowTiles => 1;

    public static bool ReadsTermsInPlace => true;

    // Kept whole: every accumulator is a local, so that it lives in a register throughout the loop.
    [MethodImpl(Compiled.AtOnce)]
    public static void Multiply(in GemmTile tile)
    {
        Vector128<float> c000 = default, c001 = default, c002 = default;
        Vector128<float> c010 = default, c011 = default, c012 = default;
        Vector128<float> c020 = default, c021 = default, c022 = default;
        Vector128<float> c030 = default, c031 = default, c032 = default;
        Vector128<float> c040 = default, c041 = default, c042 = default;
        Vector128<float> c050 = default, c051 = default, c052 = default;
        Vector128<float> c060 = default, c061 = default, c062 = default;
        Vector128<float> c070 = default, c071 = default, c072 = default;
        float* ahead = tile.Ahead, b = tile.B;
        nint row = tile.ARow, row2 = 2 * row, depth = tile.Depth;
        float* a0 = tile.A, a3 = a0 + (3 * row), a6 = a0 + (6 * row);
        while (depth > 0)
        {
            if (Sse.IsSupported) Sse.Prefetch1(ahead);
            ahead += tile.AheadStep;
            nint left = Math.Max(depth - GemmTile.DepthsPerLine, 0);
            for (; depth > left; depth--)
            {
                Vector128<float> b0 = Vector128.Load(b);
                Vector128<float> b1 = Vector128.Load(b + 4);
                Vector128<float> b2 = Vector128.Load(b + 8);
                Vector128<float> broadcast = Vector128.Create(*a0);
                c000 = Vector128.MultiplyAddEstimate(broadcast, b0, c000);
                c001 = Vector128.MultiplyAddEstimate(broadcast, b1, c001);
                c002 = Vector128.MultiplyAddEstimate(broadcast, b2, c002);
                broadcast = Vector128.Create(a0[row]);
                c010 = Vector128.MultiplyAddEstimate(broadcast, b0, c010);
                c011 = Vector128.MultiplyAddEstimate(broadcast, b1, c011);
                c012 = Vector128.MultiplyAddEstimate(broadcast, b2, c012);
                broadcast = Vector128.Create(a0[row2]);
                c020 = Vector128.MultiplyAddEstimate(broadcast, b0, c020);
                c021 = Vector128.MultiplyAddEstimate(broadcast, b1, c021);
                c022 = Vector128.MultiplyAddEstimate(broadcast, b2, c022);
                broadcast = Vector128.Create(*a3);
                c030 = Vector128.MultiplyAddEstimate(broadcast, b0, c030);
                c031 = Vector128.MultiplyAddEstimate(broadcast, b1, c031);
                c032 = Vector128.MultiplyAddEstimate(broadcast, b2, c032);
                broadcast = Vector128.Create(a3[row]);
                c040 = Vector128.MultiplyAddEstimate(broadcast, b0, c040);
                c041 = Vector128.MultiplyAddEstimate(broadcast, b1, c041);
                c042 = Vector128.MultiplyAddEstimate(broadcast, b2, c042);
                broadcast = Vector128.Create(a3[row2]);
                c050 = Vector128.MultiplyAddEstimate(broadcast, b0, c050);
                c051 = Vector128.MultiplyAddEstimate(broadcast, b1, c051);
                c052 = Vector128.MultiplyAddEstimate(broadcast, b2, c052);
                broadcast = Vector128.Create(*a6);
                c060 = Vector128.MultiplyAddEstimate(broadcast, b0, c060);
                c061 = Vector128.MultiplyAddEstimate(broadcast, b1, c061);
                c062 = Vector128.MultiplyAddEstimate(broadcast, b2, c062);
                broadcast = Vector128.Create(a6[row]);
                c070 = Vector128.MultiplyAddEstimate(broadcast, b0, c070);
                c071 = Vector128.MultiplyAddEstimate(broadcast, b1, c071);
                c072 = Vector128.MultiplyAddEstimate(broadcast, b2, c072);
                a0 += tile.ADepth;
                a3 += tile.ADepth;
                a6 += tile.ADepth;
                b += tile.BDepth;
            }
        }

        float* addend = tile.Addend, c = tile.C;
        nint addendStride = tile.AddendStride, stride = tile.Stride;
        Store(c000, c001, c002, addend, c);
        Store(c010, c011, c012, addend + addendStride, c + stride);
        Store(c020, c021, c022, addend + (2 * addendStride), c + (2 * stride));
        Store(c030, c031, c032, addend + (3 * addendStride), c + (3 * stride));
        Store(c040, c041, c042, addend + (4 * addendStride), c + (4 * stride));
        Store(c050, c051, c052, addend + (5 * addendStride), c + (5 * stride));
        Store(c060, c061, c062, addend + (6 * addendStride), c + (6 * stride));
        Store(c070, c071, c072, addend + (7 * addendStride), c + (7 * stride));
    }

    // 8 x 4: eight accumulators. Kept whole, as above.
    [MethodImpl(Compiled.AtOnce)]
    public static void MultiplyNarrow(in GemmTile tile)
    {
        Vector128<float> c0 = default, c1 = default;
        Vector128<float> c2 = default, c3 = default;
        Vector128<float> c4 = default, c5 = default;
        Vector128<float> c6 = default, c7 = default;
        float* ahead = tile.Ahead, b = tile.B;
        nint row = tile.ARow, row2 = 2 * row, depth = tile.Depth;
        float* a0 = tile.A, a3 = a0 + (3 * row), a6 = a0 + (6 * row);
        while (depth > 0)
        {
            if (Sse.IsSupported) Sse.Prefetch1(ahead);
            ahead += tile.AheadStep;
            nint left = Math.Max(depth - GemmTile.DepthsPerLine, 0);
            for (; depth > left; depth--)
            {
                Vector128<float> b0 = Vector128.Load(b);
                c0 = Vector128.MultiplyAddEstimate(Vector128.Create(*a0), b0, c0);
                c1 = Vector128.MultiplyAddEstimate(Vector128.Create(a0[row]), b0, c1);
                c2 = Vector128.MultiplyAddEstimate(Vector128.Create(a0[row2]), b0, c2);
                c3 = Vector128.MultiplyAddEstimate(Vector128.Create(*a3), b0, c3);
                c4 = Vector128.MultiplyAddEstimate(Vector128.Create(a3[row]), b0, c4);
                c5 = Vector128.MultiplyAddEstimate(Vector128.Create(a3[row2]), b0, c5);
                c6 = Vector128.MultiplyAddEstimate(Vector128.Create(*a6), b0, c6);
                c7 = Vector128.MultiplyAddEstimate(Vector128.Create(a6[row]), b0, c7);
                a0 += tile.ADepth;
                a3 += tile.ADepth;
                a6 += tile.ADepth;
                b += 4;
            }
        }

        float* addend = tile.Addend, c = tile.C;
        nint addendStride = tile.AddendStride, stride = tile.Stride;
        Vector128.Store(c0 + Vector128.Load(addend), c);
        Vector128.Store(c1 + Vector128.Load(addend + addendStride), c + stride);
        Vector128.Store(c2 + Vector128.Load(addend + (2 * addendStride)), c + (2 * stride));
        Vector128.Store(c3 + Vector128.Load(addend + (3 * addendStride)), c + (3 * stride));
        Vector128.Store(c4 + Vector128.Load(addend + (4 * addendStride)), c + (4 * stride));
        Vector128.Store(c5 + Vector128.Load(addend + (5 * addendStride)), c + (5 * stride));
        Vector128.Store(c6 + Vector128.Load(addend + (6 * addendStride)), c + (6 * stride));
        Vector128.Store(c7 + Vector128.Load(addend + (7 * addendStride)), c + (7 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector128<float> sum0, Vector128<float> sum1, Vector128<float> sum2, float* addend, float* c)
    {
        Vector128.Store(sum0 + Vector128.Load(addend), c);
        Vector128.Store(sum1 + Vector128.Load(addend + 4), c + 4);
        Vector128.Store(sum2 + Vector128.Load(addend + 8), c + 8);
    }
}
