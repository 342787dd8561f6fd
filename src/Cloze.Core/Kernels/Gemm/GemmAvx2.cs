using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>
/// The register tile of AVX2, 6 x 16: 12 accumulators, two vectors of B and one broadcast of A in 16 registers.
/// </summary>
/// <remarks>
/// Twelve multiply-adds come with eight loads, so that instructions are nearly as scarce as arithmetic: four terms a
/// turn of the loop, at distances that instructions add for nothing. That is why B is a packed panel, and A either rows
/// of a matrix or its columns, such as a packed panel.
/// </remarks>
internal readonly unsafe struct GemmAvx2 : IGemmKernel
{
    public static int Rows => 6;

    public static int Columns => 16;

    public static int NarrowColumns => 8;

    public static int NarrowTiles => 2;

    // One line of B in 6 cycles, where AVX-512 reads two in 24: from the level-2 cache they would be late.
    public static bool ReadsTermsInPlace => false;

    // Kept whole: every accumulator is a local, so that it lives in a register throughout the loops.
    [MethodImpl(Compiled.AtOnce)]
    public static void Multiply(in GemmTile tile)
    {
        Debug.Assert(tile.BDepth == Columns, "B is not packed.");
        Debug.Assert(tile.ADepth == 1 || tile.ARow == 1, "A is neither rows nor columns.");
        Vector256<float> c00 = default, c01 = default;
        Vector256<float> c10 = default, c11 = default;
        Vector256<float> c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default;
        Vector256<float> c40 = default, c41 = default;
        Vector256<float> c50 = default, c51 = default;
        Fetch(tile.C, tile.Stride);
        float* a = tile.A, b = tile.B, ahead = tile.Ahead;
        nint depth = tile.Depth, aheadStep = tile.AheadStep;
        if (tile.ADepth == 1)
        {
            nint row = tile.ARow, row2 = 2 * row;
            float* a3 = a + (3 * row);
            for (; depth >= 4; depth -= 4, a += 4, a3 += 4, b += 4 * 16, ahead += aheadStep)
            {
                Sse.Prefetch1(ahead);
                Term(
                    a, a3, row, row2, b,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Term(
                    a + 1, a3 + 1, row, row2, b + 16,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Term(
                    a + 2, a3 + 2, row, row2, b + 32,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Term(
                    a + 3, a3 + 3, row, row2, b + 48,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            }

            for (; depth > 0; depth--, a++, a3++, b += 16)
            {
                Term(
                    a, a3, row, row2, b,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            }
        }
        else
        {
            nint step = tile.ADepth, step2 = 2 * step, step3 = 3 * step;
            for (; depth >= 4; depth -= 4, a += 4 * step, b += 4 * 16, ahead += aheadStep)
            {
                Sse.Prefetch1(ahead);
                Term(
                    a, a + 3, 1, 2, b,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Term(
                    a + step, a + step + 3, 1, 2, b + 16,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Term(
                    a + step2, a + step2 + 3, 1, 2, b + 32,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Term(
                    a + step3, a + step3 + 3, 1, 2, b + 48,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            }

            for (; depth > 0; depth--, a += step, b += 16)
            {
                Term(
                    a, a + 3, 1, 2, b,
                    ref c00, ref c01, ref c10, ref c11, ref c20, ref c21,
                    ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            }
        }

        float* addend = tile.Addend, c = tile.C;
        nint addendStride = tile.AddendStride, stride = tile.Stride;
        Store(c00, c01, addend, c);
        Store(c10, c11, addend + addendStride, c + stride);
        Store(c20, c21, addend + (2 * addendStride), c + (2 * stride));
        Store(c30, c31, addend + (3 * addendStride), c + (3 * stride));
        Store(c40, c41, addend + (4 * addendStride), c + (4 * stride));
        Store(c50, c51, addend + (5 * addendStride), c + (5 * stride));
    }

    // 12 x 8: twelve accumulators again, of twice the rows. Kept whole, as above.
    [MethodImpl(Compiled.AtOnce)]
    public static void MultiplyNarrow(in GemmTile tile)
    {
        Vector256<float> c00 = default, c01 = default, c02 = default;
        Vector256<float> c03 = default, c04 = default, c05 = default;
        Vector256<float> c06 = default, c07 = default, c08 = default;
        Vector256<float> c09 = default, c10 = default, c11 = default;
        float* ahead = tile.Ahead, b = tile.B;
        nint row = tile.ARow, row2 = 2 * row, depth = tile.Depth;
        float* a0 = tile.A, a3 = a0 + (3 * row), a6 = tile.NextA, a9 = a6 + (3 * row);
        while (depth > 0)
        {
            Sse.Prefetch1(ahead);
            ahead += tile.AheadStep;
            nint left = Math.Max(depth - GemmTile.DepthsPerLine, 0);
            for (; depth > left; depth--)
            {
                Vector256<float> b0 = Vector256.Load(b);
                c00 = Fma.MultiplyAdd(Vector256.Create(*a0), b0, c00);
                c01 = Fma.MultiplyAdd(Vector256.Create(a0[row]), b0, c01);
                c02 = Fma.MultiplyAdd(Vector256.Create(a0[row2]), b0, c02);
                c03 = Fma.MultiplyAdd(Vector256.Create(*a3), b0, c03);
                c04 = Fma.MultiplyAdd(Vector256.Create(a3[row]), b0, c04);
                c05 = Fma.MultiplyAdd(Vector256.Create(a3[row2]), b0, c05);
                c06 = Fma.MultiplyAdd(Vector256.Create(*a6), b0, c06);
                c07 = Fma.MultiplyAdd(Vector256.Create(a6[row]), b0, c07);
                c08 = Fma.MultiplyAdd(Vector256.Create(a6[row2]), b0, c08);
                c09 = Fma.MultiplyAdd(Vector256.Create(*a9), b0, c09);
                c10 = Fma.MultiplyAdd(Vector256.Create(a9[row]), b0, c10);
                c11 = Fma.MultiplyAdd(Vector256.Create(a9[row2]), b0, c11);
                a0 += tile.ADepth;
                a3 += tile.ADepth;
                a6 += tile.ADepth;
                a9 += tile.ADepth;
                b += 8;
            }
        }

        float* addend = tile.Addend, c = tile.C;
        nint addendStride = tile.AddendStride, stride = tile.Stride;
        Vector256.Store(c00 + Vector256.Load(addend), c);
        Vector256.Store(c01 + Vector256.Load(addend + addendStride), c + stride);
        Vector256.Store(c02 + Vector256.Load(addend + (2 * addendStride)), c + (2 * stride));
        Vector256.Store(c03 + Vector256.Load(addend + (3 * addendStride)), c + (3 * stride));
        Vector256.Store(c04 + Vector256.Load(addend + (4 * addendStride)), c + (4 * stride));
        Vector256.Store(c05 + Vector256.Load(addend + (5 * addendStride)), c + (5 * stride));
        Vector256.Store(c06 + Vector256.Load(addend + (6 * addendStride)), c + (6 * stride));
        Vector256.Store(c07 + Vector256.Load(addend + (7 * addendStride)), c + (7 * stride));
        Vector256.Store(c08 + Vector256.Load(addend + (8 * addendStride)), c + (8 * stride));
        Vector256.Store(c09 + Vector256.Load(addend + (9 * addendStride)), c + (9 * stride));
        Vector256.Store(c10 + Vector256.Load(addend + (10 * addendStride)), c + (10 * stride));
        Vector256.Store(c11 + Vector256.Load(addend + (11 * addendStride)), c + (11 * stride));
    }

    // One term, with rows 0 to 2 of A at a, those from 3 on at a3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Term(
        float* a,
        float* a3,
        nint row,
        nint row2,
        float* b,
        ref Vector256<float> c00,
        ref Vector256<float> c01,
        ref Vector256<float> c10,
        ref Vector256<float> c11,
        ref Vector256<float> c20,
        ref Vector256<float> c21,
        ref Vector256<float> c30,
        ref Vector256<float> c31,
        ref Vector256<float> c40,
        ref Vector256<float> c41,
        ref Vector256<float> c50,
        ref Vector256<float> c51)
    {
        Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
        Row(*a, b0, b1, ref c00, ref c01);
        Row(a[row], b0, b1, ref c10, ref c11);
        Row(a[row2], b0, b1, ref c20, ref c21);
        Row(*a3, b0, b1, ref c30, ref c31);
        Row(a3[row], b0, b1, ref c40, ref c41);
        Row(a3[row2], b0, b1, ref c50, ref c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(
        float a, Vector256<float> b0, Vector256<float> b1, ref Vector256<float> c0, ref Vector256<float> c1)
    {
        Vector256<float> broadcast = Vector256.Create(a);
        c0 = Fma.MultiplyAdd(broadcast, b0, c0);
        c1 = Fma.MultiplyAdd(broadcast, b1, c1);
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
