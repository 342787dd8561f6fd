using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cloze.Kernels;

/// <summary>A register tile of up to six rows and 16 columns over a run of depths, for AVX2.</summary>
internal unsafe struct PrepackedTile
{
    /// <summary>Number of terms.</summary>
    public nint Depth;

    /// <summary>The first row of A, its terms side by side.</summary>
    public float* A;

    /// <summary>Floats between rows of A.</summary>
    public nint RowStride;

    /// <summary>The panel's terms, 16 values each.</summary>
    public float* B;

    /// <summary>Added to the finished sum; null for nothing. It may be <see cref="C"/>.</summary>
    public float* Addend;

    /// <summary>Floats between rows of the addend; 0 repeats one row.</summary>
    public nint AddendStride;

    /// <summary>Destination.</summary>
    public float* C;

    /// <summary>Floats between rows of the destination.</summary>
    public nint Stride;

    /// <summary>Fetched into the level-2 cache meanwhile, line by line; any address will do.</summary>
    public float* Ahead;

    /// <summary>How many lines are fetched with every four terms.</summary>
    public int LinesAhead;

    /// <summary>A number of rows that is known when the loops are compiled.</summary>
    internal interface IRowCount
    {
        /// <summary>The number.</summary>
        static abstract int Count { get; }
    }

    // Kept whole: every accumulator is a local, so that it lives in a register throughout the loops.
    [MethodImpl(Compiled.AtOnce)]
    public readonly void Multiply<TRows>()
        where TRows : struct, IRowCount
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector256<float> c20 = default, c21 = default, c30 = default, c31 = default;
        Vector256<float> c40 = default, c41 = default, c50 = default, c51 = default;
        float* a = A, a3 = A + (3 * RowStride), b = B, ahead = Ahead;
        nint depth = Depth, row = RowStride, row2 = 2 * RowStride;
        int lines = LinesAhead;
        while (depth > 0)
        {
            nint left = Math.Max(depth - GemmTile.DepthsPerLine, 0);
            for (int line = 0; line < lines; line++, ahead += GemmTile.LineFloats) Sse.Prefetch1(ahead);
            for (; depth > left; depth--, a++, a3++, b += 16)
            {
                Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
                Row(*a, b0, b1, ref c00, ref c01);
                if (TRows.Count > 1) Row(a[row], b0, b1, ref c10, ref c11);
                if (TRows.Count > 2) Row(a[row2], b0, b1, ref c20, ref c21);
                if (TRows.Count > 3) Row(*a3, b0, b1, ref c30, ref c31);
                if (TRows.Count > 4) Row(a3[row], b0, b1, ref c40, ref c41);
                if (TRows.Count > 5) Row(a3[row2], b0, b1, ref c50, ref c51);
            }
        }

        Write(0, c00, c01);
        if (TRows.Count > 1) Write(1, c10, c11);
        if (TRows.Count > 2) Write(2, c20, c21);
        if (TRows.Count > 3) Write(3, c30, c31);
        if (TRows.Count > 4) Write(4, c40, c41);
        if (TRows.Count > 5) Write(5, c50, c51);
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
    private readonly void Write(int row, Vector256<float> sum0, Vector256<float> sum1)
    {
        float* c = C + (row * Stride);
        if (Addend is not null)
        {
            float* addend = Addend + (row * AddendStride);
            sum0 += Vector256.Load(addend);
            sum1 += Vector256.Load(addend + 8);
        }

        Vector256.Store(sum0, c);
        Vector256.Store(sum1, c + 8);
    }

    /// <summary>One row.</summary>
    internal readonly struct Rows1 : IRowCount
    {
        public static int Count => 1;
    }

    /// <summary>Two rows.</summary>
    internal readonly struct Rows2 : IRowCount
    {
        public static int Count => 2;
    }

    /// <summary>Three rows.</summary>
    internal readonly struct Rows3 : IRowCount
    {
        public static int Count => 3;
    }

    /// <summary>Four rows.</summary>
    internal readonly struct Rows4 : IRowCount
    {
        public static int Count => 4;
    }

    /// <summary>Five rows.</summary>
    internal readonly struct Rows5 : IRowCount
    {
        public static int Count => 5;
    }

    /// <summary>Six rows.</summary>
    internal readonly struct Rows6 : IRowCount
    {
        public static int Count => 6;
    }
}
