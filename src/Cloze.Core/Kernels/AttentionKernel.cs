using System.Runtime.CompilerServices;
using Cloze.Kernels.Simd;

namespace Cloze.Kernels;

/// <summary>Scaled dot-product attention (Vaswani et al. 2017) of one head over one sequence.</summary>
internal static unsafe class AttentionKernel
{
    /// <summary>Floats of scratch memory that a sequence of this length takes.</summary>
    public static nint ScratchSize(int length, int size)
    {
        nint n = AttentionTiles.Padded(length), d = AttentionTiles.Padded(size);
        return (size * n) + (length * d) + (AttentionTiles.Queries * (n + d));
    }

    /// <summary>
    /// output [T, H] = dropout(softmax(scale * query · keyᵀ)) · value; logSumExp [T, A] of the scaled scores, or null.
    /// </summary>
    public static void Forward<TLanes>(
        float* queryKeyValue,
        in AttentionHead head,
        in DropoutKey dropout,
        float* scratch,
        float* logSumExp,
        float* output)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int n = head.Length, padded = AttentionTiles.Padded(n), width = AttentionTiles.Padded(head.Size);
        nint stride = 3 * head.Hidden;
        float* query = queryKeyValue + head.QueryOffset;
        float* keys = scratch, values = keys + ((nint)head.Size * padded);
        float* scores = values + ((nint)n * width), tile = scores + (AttentionTiles.Queries * padded);
        AttentionTiles.Transpose(query + head.Hidden, stride, n, head.Size, keys);
        AttentionTiles.Copy<TLanes>(query + (2 * head.Hidden), stride, n, head.Size, values);
        var philox = new Philox(dropout);
        float* sums = stackalloc float[AttentionTiles.Queries];
        for (int first = 0; first < n; first += AttentionTiles.Queries)
        {
            int queries = Math.Min(AttentionTiles.Queries, n - first);
            new TileProduct<TLanes>
            {
                A = query + (first * stride),
                RowStride = stride,
                ColumnStride = 1,
                B = keys,
                C = scores,
                Rows = queries,
                Columns = padded,
                Depth = head.Size,
            }.Run();
            for (int i = 0; i < queries; i++)
            {
                float* row = scores + ((nint)i * padded);
                sums[i] = Powers<TLanes>(row, n, head.Scale, out float largest);
                if (dropout.IsActive)
                {
                    DropoutKernel.ApplyRow<TLanes>(row, philox, dropout, head.DropoutRow(first + i), n, row);
                }

                if (logSumExp is null) continue;
                logSumExp[head.StatisticsOffset + ((nint)(first + i) * head.Heads)] = largest + MathF.Log(sums[i]);
            }

            new TileProduct<TLanes>
            {
                A = scores,
                RowStride = padded,
                ColumnStride = 1,
                B = values,
                C = tile,
                Rows = queries,
                Columns = width,
                Depth = n,
            }.Run();
            float* destination = output + head.OutputOffset + ((nint)first * head.Hidden);
            for (int i = 0; i < queries; i++, destination += head.Hidden)
            {
                AttentionTiles.WriteRow<TLanes>(tile + ((nint)i * width), 1 / sums[i], head.Size, destination);
            }
        }
    }

    // row = e^(scale * row - largest), not yet divided by its sum, which is returned.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Powers<TLanes>(float* row, int n, float scale, out float largest)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes most = TLanes.Broadcast(float.NegativeInfinity);
        for (int j = 0; j < n; j += TLanes.Count)
        {
            most = TLanes.Max(most, TLanes.Load(row + j, n - j, float.NegativeInfinity));
        }

        largest = TLanes.Largest(most) * scale;
        TLanes factor = TLanes.Broadcast(scale), offset = TLanes.Broadcast(-largest), sum = TLanes.Broadcast(0);
        for (int j = 0; j < n; j += TLanes.Count)
        {
            TLanes score = TLanes.Load(row + j, n - j, float.NegativeInfinity);
            TLanes power = LaneMath.Exp(TLanes.MultiplyAdd(score, factor, offset));
            sum += power;
            TLanes.Store(power, row + j, n - j);
        }

        return TLanes.Sum(sum);
    }
}
