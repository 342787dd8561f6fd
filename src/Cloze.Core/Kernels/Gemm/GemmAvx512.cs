using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>
/// The register tile of AVX-512, 12 x 32: 24 accumulators, two vectors of B and one broadcast of A in 32 registers.
/// </summary>
internal readonly unsafe struct GemmAvx512 : IGemmKernel
{
    public static int Rows => 12;

    public static int Columns => 32;

    public static int NarrowColumns => 16;

    public static int NarrowTiles => 1;

    public static bool ReadsTermsInPlace => true;

    // Kept whole: every accumulator is a local, so that it lives in a register throughout the loop.
    [MethodImpl(Compiled.AtOnce)]
    public static void Multiply(in GemmTile tile)
    {
        Vector512<float> c000 = default, c001 = default;
        Vector512<float> c010 = default, c011 = default;
        Vector512<float> c020 = default, c021 = default;
        Vector512<float> c030 = default, c031 = default;
        Vector512<float> c040 = default, c041 = default;
        Vector512<float> c050 = default, c051 = default;
        Vector512<float> c060 = default, c061 = default;
        Vector512<float> c070 = default, c071 = default;
        Vector512<float> c080 = default, c081 = default;
        Vector512<float> c090 = default, c091 = default;
        Vector512<float> c100 = default, c101 = default;
        Vector512<float> c110 = default, c111 = default;
        Fetch(tile.C, tile.Stride);
        float* ahead = tile.Ahead, b = tile.B;
        nint row = tile.ARow, row2 = 2 * row, depth = tile.Depth;
        if (row == 1 && tile.ADepth == 12 && tile.BDepth == 32)
        {
            // The same address twice, so that the compiler does not load what stands there once for both.
            float* a = tile.A, again = a;
            nint aheadStep = tile.AheadStep;
            for (; depth >= 4; depth -= 4, a += 4 * 12, again += 4 * 12, b += 4 * 32, ahead += aheadStep)
            {
                Sse.Prefetch1(ahead);
                PackedTerm(
                    a, again, b, 0,
                    ref c000, ref c001, ref c010, ref c011, ref c020, ref c021,
                    ref c030, ref c031, ref c040, ref c041, ref c050, ref c051,
                    ref c060, ref c061, ref c070, ref c071, ref c080, ref c081,
                    ref c090, ref c091, ref c100, ref c101, ref c110, ref c111);
                PackedTerm(
                    a, again, b, 1,
                    ref c000, ref c001, ref c010, ref c011, ref c020, ref c021,
                    ref c030, ref c031, ref c040, ref c041, ref c050, ref c051,
                    ref c060, ref c061, ref c070, ref c071, ref c080, ref c081,
                    ref c090, ref c091, ref c100, ref c101, ref c110, ref c111);
                PackedTerm(
                    a, again, b, 2,
                    ref c000, ref c001, ref c010, ref c011, ref c020, ref c021,
                    ref c030, ref c031, ref c040, ref c041, ref c050, ref c051,
                    ref c060, ref c061, ref c070, ref c071, ref c080, ref c081,
                    ref c090, ref c091, ref c100, ref c101, ref c110, ref c111);
                PackedTerm(
                    a, again, b, 3,
                    ref c000, ref c001, ref c010, ref c011, ref c020, ref c021,
                    ref c030, ref c031, ref c040, ref c041, ref c050, ref c051,
                    ref c060, ref c061, ref c070, ref c071, ref c080, ref c081,
                    ref c090, ref c091, ref c100, ref c101, ref c110, ref c111);
            }

            for (; depth > 0; depth--, a += 12, again += 12, b += 32)
            {
                PackedTerm(
                    a, again, b, 0,
                    ref c000, ref c001, ref c010, ref c011, ref c020, ref c021,
                    ref c030, ref c031, ref c040, ref c041, ref c050, ref c051,
                    ref c060, ref c061, ref c070, ref c071, ref c080, ref c081,
                    ref c090, ref c091, ref c100, ref c101, ref c110, ref c111);
            }
        }

        float* a0 = tile.A, a3 = a0 + (3 * row), a6 = a0 + (6 * row), a9 = a0 + (9 * row);
        while (depth > 0)
        {
            Sse.Prefetch1(ahead);
            ahead += tile.AheadStep;
            nint left = Math.Max(depth - GemmTile.DepthsPerLine, 0);
            for (; depth > left; depth--)
            {
                Vector512<float> b0 = Vector512.Load(b);
                Vector512<float> b1 = Vector512.Load(b + 16);
                Vector512<float> broadcast = Vector512.Create(*a0);
                c000 = Avx512F.FusedMultiplyAdd(broadcast, b0, c000);
                c001 = Avx512F.FusedMultiplyAdd(broadcast, b1, c001);
                broadcast = Vector512.Create(a0[row]);
                c010 = Avx512F.FusedMultiplyAdd(broadcast, b0, c010);
                c011 = Avx512F.FusedMultiplyAdd(broadcast, b1, c011);
                broadcast = Vector512.Create(a0[row2]);
                c020 = Avx512F.FusedMultiplyAdd(broadcast, b0, c020);
                c021 = Avx512F.FusedMultiplyAdd(broadcast, b1, c021);
                broadcast = Vector512.Create(*a3);
                c030 = Avx512F.FusedMultiplyAdd(broadcast, b0, c030);
                c031 = Avx512F.FusedMultiplyAdd(broadcast, b1, c031);
                broadcast = Vector512.Create(a3[row]);
                c040 = Avx512F.FusedMultiplyAdd(broadcast, b0, c040);
                c041 = Avx512F.FusedMultiplyAdd(broadcast, b1, c041);
                broadcast = Vector512.Create(a3[row2]);
                c050 = Avx512F.FusedMultiplyAdd(broadcast, b0, c050);
                c051 = Avx512F.FusedMultiplyAdd(broadcast, b1, c051);
                broadcast = Vector512.Create(*a6);
                c060 = Avx512F.FusedMultiplyAdd(broadcast, b0, c060);
                c061 = Avx512F.FusedMultiplyAdd(broadcast, b1, c061);
                broadcast = Vector512.Create(a6[row]);
                c070 = Avx512F.FusedMultiplyAdd(broadcast, b0, c070);
                c071 = Avx512F.FusedMultiplyAdd(broadcast, b1, c071);
                broadcast = Vector512.Create(a6[row2]);
                c080 = Avx512F.FusedMultiplyAdd(broadcast, b0, c080);
                c081 = Avx512F.FusedMultiplyAdd(broadcast, b1, c081);
                broadcast = Vector512.Create(*a9);
                c090 = Avx512F.FusedMultiplyAdd(broadcast, b0, c090);
                c091 = Avx512F.FusedMultiplyAdd(broadcast, b1, c091);
                broadcast = Vector512.Create(a9[row]);
                c100 = Avx512F.FusedMultiplyAdd(broadcast, b0, c100);
                c101 = Avx512F.FusedMultiplyAdd(broadcast, b1, c101);
                broadcast = Vector512.Create(a9[row2]);
                c110 = Avx512F.FusedMultiplyAdd(broadcast, b0, c110);
                c111 = Avx512F.FusedMultiplyAdd(broadcast, b1, c111);
                a0 += tile.ADepth;
                a3 += tile.ADepth;
                a6 += tile.ADepth;
                a9 += tile.ADepth;
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
        Store(c060, c061, addend + (6 * addendStride), c + (6 * stride));
        Store(c070, c071, addend + (7 * addendStride), c + (7 * stride));
        Store(c080, c081, addend + (8 * addendStride), c + (8 * stride));
        Store(c090, c091, addend + (9 * addendStride), c + (9 * stride));
        Store(c100, c101, addend + (10 * addendStride), c + (10 * stride));
        Store(c110, c111, addend + (11 * addendStride), c + (11 * stride));
    }

    // 12 x 16: twelve accumulators. Kept whole, as above.
    [MethodImpl(Compiled.AtOnce)]
    public static void MultiplyNarrow(in GemmTile tile)
    {
        Vector512<float> c00 = default, c01 = default, c02 = default;
        Vector512<float> c03 = default, c04 = default, c05 = default;
        Vector512<float> c06 = default, c07 = default, c08 = default;
        Vector512<float> c09 = default, c10 = default, c11 = default;
        float* ahead = tile.Ahead, b = tile.B;
        nint row = tile.ARow, row2 = 2 * row, depth = tile.Depth;
        float* a0 = tile.A, a3 = a0 + (3 * row), a6 = a0 + (6 * row), a9 = a0 + (9 * row);
        while (depth > 0)
        {
            Sse.Prefetch1(ahead);
            ahead += tile.AheadStep;
            nint left = Math.Max(depth - GemmTile.DepthsPerLine, 0);
            for (; depth > left; depth--)
            {
                Vector512<float> b0 = Vector512.Load(b);
                c00 = Avx512F.FusedMultiplyAdd(Vector512.Create(*a0), b0, c00);
                c01 = Avx512F.FusedMultiplyAdd(Vector512.Create(a0[row]), b0, c01);
                c02 = Avx512F.FusedMultiplyAdd(Vector512.Create(a0[row2]), b0, c02);
                c03 = Avx512F.FusedMultiplyAdd(Vector512.Create(*a3), b0, c03);
                c04 = Avx512F.FusedMultiplyAdd(Vector512.Create(a3[row]), b0, c04);
                c05 = Avx512F.FusedMultiplyAdd(Vector512.Create(a3[row2]), b0, c05);
                c06 = Avx512F.FusedMultiplyAdd(Vector512.Create(*a6), b0, c06);
                c07 = Avx512F.FusedMultiplyAdd(Vector512.Create(a6[row]), b0, c07);
                c08 = Avx512F.FusedMultiplyAdd(Vector512.Create(a6[row2]), b0, c08);
                c09 = Avx512F.FusedMultiplyAdd(Vector512.Create(*a9), b0, c09);
                c10 = Avx512F.FusedMultiplyAdd(Vector512.Create(a9[row]), b0, c10);
                c11 = Avx512F.FusedMultiplyAdd(Vector512.Create(a9[row2]), b0, c11);
                a0 += tile.ADepth;
                a3 += tile.ADepth;
                a6 += tile.ADepth;
                a9 += tile.ADepth;
                b += 16;
            }
        }

        float* addend = tile.Addend, c = tile.C;
        nint addendStride = tile.AddendStride, stride = tile.Stride;
        Vector512.Store(c00 + Vector512.Load(addend), c);
        Vector512.Store(c01 + Vector512.Load(addend + addendStride), c + stride);
        Vector512.Store(c02 + Vector512.Load(addend + (2 * addendStride)), c + (2 * stride));
        Vector512.Store(c03 + Vector512.Load(addend + (3 * addendStride)), c + (3 * stride));
        Vector512.Store(c04 + Vector512.Load(addend + (4 * addendStride)), c + (4 * stride));
        Vector512.Store(c05 + Vector512.Load(addend + (5 * addendStride)), c + (5 * stride));
        Vector512.Store(c06 + Vector512.Load(addend + (6 * addendStride)), c + (6 * stride));
        Vector512.Store(c07 + Vector512.Load(addend + (7 * addendStride)), c + (7 * stride));
        Vector512.Store(c08 + Vector512.Load(addend + (8 * addendStride)), c + (8 * stride));
        Vector512.Store(c09 + Vector512.Load(addend + (9 * addendStride)), c + (9 * stride));
        Vector512.Store(c10 + Vector512.Load(addend + (10 * addendStride)), c + (10 * stride));
        Vector512.Store(c11 + Vector512.Load(addend + (11 * addendStride)), c + (11 * stride));
    }

    // One term of packed factors. Every other row is broadcast within its multiply-adds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackedTerm(
        float* a,
        float* again,
        float* b,
        int term,
        ref Vector512<float> c000,
        ref Vector512<float> c001,
        ref Vector512<float> c010,
        ref Vector512<float> c011,
        ref Vector512<float> c020,
        ref Vector512<float> c021,
        ref Vector512<float> c030,
        ref Vector512<float> c031,
        ref Vector512<float> c040,
        ref Vector512<float> c041,
        ref Vector512<float> c050,
        ref Vector512<float> c051,
        ref Vector512<float> c060,
        ref Vector512<float> c061,
        ref Vector512<float> c070,
        ref Vector512<float> c071,
        ref Vector512<float> c080,
        ref Vector512<float> c081,
        ref Vector512<float> c090,
        ref Vector512<float> c091,
        ref Vector512<float> c100,
        ref Vector512<float> c101,
        ref Vector512<float> c110,
        ref Vector512<float> c111)
    {
        Vector512<float> b0 = Vector512.Load(b + (32 * term)), b1 = Vector512.Load(b + (32 * term) + 16);
        Row(a, 12 * term, b0, b1, ref c000, ref c001);
        Row(a, again, (12 * term) + 1, b0, b1, ref c010, ref c011);
        Row(a, (12 * term) + 2, b0, b1, ref c020, ref c021);
        Row(a, again, (12 * term) + 3, b0, b1, ref c030, ref c031);
        Row(a, (12 * term) + 4, b0, b1, ref c040, ref c041);
        Row(a, again, (12 * term) + 5, b0, b1, ref c050, ref c051);
        Row(a, (12 * term) + 6, b0, b1, ref c060, ref c061);
        Row(a, again, (12 * term) + 7, b0, b1, ref c070, ref c071);
        Row(a, (12 * term) + 8, b0, b1, ref c080, ref c081);
        Row(a, again, (12 * term) + 9, b0, b1, ref c090, ref c091);
        Row(a, (12 * term) + 10, b0, b1, ref c100, ref c101);
        Row(a, again, (12 * term) + 11, b0, b1, ref c110, ref c111);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(
        float* a,
        int place,
        Vector512<float> b0,
        Vector512<float> b1,
        ref Vector512<float> c0,
        ref Vector512<float> c1)
    {
        Vector512<float> broadcast = Vector512.Create(a[place]);
        c0 = Avx512F.FusedMultiplyAdd(broadcast, b0, c0);
        c1 = Avx512F.FusedMultiplyAdd(broadcast, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(
        float* a,
        float* again,
        int place,
        Vector512<float> b0,
        Vector512<float> b1,
        ref Vector512<float> c0,
        ref Vector512<float> c1)
    {
        c0 = Avx512F.FusedMultiplyAdd(Vector512.Create(a[place]), b0, c0);
        c1 = Avx512F.FusedMultiplyAdd(Vector512.Create(again[place]), b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> sum0, Vector512<float> sum1, float* addend, float* c)
    {
        Vector512.Store(sum0 + Vector512.Load(addend), c);
        Vector512.Store(sum1 + Vector512.Load(addend + 16), c + 16);
    }

    // The destination is far away as a rule: it is called for now and needed after the last term.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* c, nint stride)
    {
        for (int row = 0; row < Rows; row++, c += stride)
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + 16);
        }
    }
}
